// Reads of /api/v1. What was read is kept with its entity tag, so that the same again costs nothing.

import { signIn } from "./host";
import type { Board, ListedUnit, Objective } from "./types";

/** The API refused; `message` is its sentence for a person. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** No answer came at all. */
export class Unreachable extends Error {}

export interface Asked {
  channel?: string;
  unit?: string;
  cycle?: string;
}

const kept = new Map<string, { tag: string; answer: unknown }>();

export function board(asked: Asked): Promise<Board> {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
  return read(`/api/v1/board?${query}`);
}

export const objective = (id: string): Promise<Objective> =>
  read(`/api/v1/objectives/${encodeURIComponent(id)}`);

export const units = async (): Promise<ListedUnit[]> =>
  (await read<{ units: ListedUnit[] }>("/api/v1/units")).units;

async function read<T>(path: string): Promise<T> {
  const known = kept.get(path);
  const token = await signIn();
  let response = await request(path, token, known?.tag);
  if (response.status === 401) response = await request(path, await signIn(token), known?.tag);
  if (response.status === 304 && known) return known.answer as T;
  const answer = await body(response);
  if (!response.ok) {
    kept.delete(path);
    throw new Refused(response.status, sentence(answer));
  }
  const tag = response.headers.get("ETag");
  if (tag) kept.set(path, { tag, answer });
  return answer as T;
}

async function request(path: string, token: string, tag: string | undefined): Promise<Response> {
  const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
  if (tag) headers["If-None-Match"] = tag;
  try {
    return await fetch(path, { headers, credentials: "omit", cache: "no-store" });
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

/** A proxy in between may answer with something that is not JSON. */
async function body(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function sentence(answer: unknown): string {
  const told = answer && typeof answer === "object" && "error" in answer ? answer.error : null;
  return typeof told === "string" ? told : "";
}
