/** What the stand-in tenant is asked for. */

export interface Person {
  email: string;
  name: string;
  job_title: string;
  kind: "member" | "guest";
  time_zone: string;
  object_id: string;
  teams_id: string;
}
export interface Team {
  group_id: string;
  id: string;
  name: string;
  channels: { id: string; name: string }[];
}
export interface Company {
  name: string;
  tenant_id: string;
  app_id: string;
  app_name: string;
  tab_url: string;
  people: Person[];
  teams: Team[];
}
export interface Place {
  id: string;
  kind: "channel" | "groupChat" | "personal";
  name: string;
  team: string | null;
  meeting: boolean;
  running: boolean;
  members: string[];
  app_installed: boolean;
  messages: number;
  unread: number;
}
export interface Author {
  kind: "person" | "bot" | "stranger";
  name: string;
  email: string | null;
}
export type Card = Record<string, unknown>;
export interface Message {
  id: string;
  author: Author;
  html: string;
  text: string;
  cards: Card[];
  created: string;
  edited: string | null;
  deleted: string | null;
  reply_to: string | null;
  reactions: { type: string; email: string }[];
  received: number | null;
}
export interface Thread extends Message {
  replies: Message[];
}
export interface Entry {
  at: string;
  what: string;
  sentence: string;
  status: number;
  conversation: string;
  message: string | null;
}
export interface Log {
  log: Entry[];
  counts: Record<string, number>;
  pending: number;
}
export interface Answer {
  status: number;
  answer: unknown;
  card?: Card | null;
  dialog?: { title?: string; url?: string } | null;
  message?: string | null;
}
export interface Attendee {
  email: string;
  name: string;
  kind: "required" | "optional" | "resource";
  response?: string;
  proposed?: [string, string] | null;
}
export interface CalendarEvent {
  id: string;
  subject: string;
  start: string;
  end: string;
  show_as: string;
  cancelled: boolean;
  weekly: boolean;
  response: string;
  can_answer: boolean;
  kind: string;
  location: string;
  body: string;
  chat: string | null;
  organizer: { email: string; name: string };
  attendees: Attendee[];
}
export interface Calendar {
  person: string;
  time_zone: string;
  start: string;
  days: number;
  hours: { days: string[]; start: string; end: string };
  events: CalendarEvent[];
}
export interface Meeting {
  conversation: string;
  title: string;
  organizer: string;
  start: string | null;
  end: string | null;
  started: string | null;
  inside: { email: string; name: string; joined: string }[];
  invited: { email: string; name: string }[];
}
export interface News {
  number: number;
  now: string;
}

/** The stand-in refused; the message is its sentence. */
export class Refused extends Error {}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const sent = body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`/sandbox/api/${path}`, { method, ...sent });
  const content: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(sentenceOf(content) ?? `The stand-in tenant answered ${answer.status}.`);
  return content as T;
}

function sentenceOf(content: unknown): string | null {
  const error = (content as { error?: string | { message?: string } } | null)?.error;
  return (typeof error === "string" ? error : error?.message) ?? null;
}

const enc = encodeURIComponent;

export const api = {
  company: () => call<Company>("GET", "company"),
  changes: (since: number | null) => call<News>("GET", since === null ? "changes" : `changes?since=${since}`),
  places: async (me: string) => (await call<{ conversations: Place[] }>("GET", `conversations?person=${enc(me)}`)).conversations,
  threads: (place: string, me: string) =>
    call<{ conversation: Place; threads: Thread[] }>("GET", `conversations/${enc(place)}/messages?person=${enc(me)}`),
  log: (limit: number) => call<Log>("GET", `log?limit=${limit}`),
  read: (me: string, conversation: string) => call<unknown>("POST", `people/${enc(me)}/read`, { conversation }),
  write: (me: string, conversation: string, text: string, replyTo: string | null, mentions: string[]) =>
    call<{ id: string }>("POST", `people/${enc(me)}/messages`, { conversation, text, reply_to: replyTo, mentions }),
  edit: (me: string, id: string, text: string) => call<unknown>("PATCH", `people/${enc(me)}/messages/${id}`, { text }),
  remove: (me: string, id: string) => call<unknown>("DELETE", `people/${enc(me)}/messages/${id}`),
  undelete: (me: string, id: string) => call<unknown>("POST", `people/${enc(me)}/messages/${id}/undelete`, {}),
  react: (me: string, message: string, type: string, remove: boolean) =>
    call<unknown>("POST", `people/${enc(me)}/reactions`, { message, type, remove }),
  click: (me: string, message: string, action: unknown, inputs: Record<string, unknown>) =>
    call<Answer>("POST", `people/${enc(me)}/clicks`, { message, action, inputs }),
  refresh: (me: string, message: string) => call<Answer>("POST", `people/${enc(me)}/refreshes`, { message }),
  sendDialog: (me: string, message: string, data: unknown) =>
    call<Answer>("POST", `people/${enc(me)}/dialogs`, { message, data }),
  calendar: (email: string, start: string, days: number) =>
    call<Calendar>("GET", `people/${enc(email)}/calendar?start=${start}&days=${days}`),
  answer: (me: string, event: string, answer: string, propose: { start: string; end: string } | null) =>
    call<unknown>("POST", `people/${enc(me)}/answers`, { event, answer, ...(propose ? { propose } : {}) }),
  meeting: (place: string) => call<Meeting>("GET", `conversations/${enc(place)}/meeting`),
  attend: (me: string, conversation: string, what: "join" | "leave" | "end", others: string[] = []) =>
    call<Meeting>("POST", `people/${enc(me)}/meetings`, { conversation, what, with: others }),
  token: async (person: string) => (await call<{ access_token: string }>("POST", "token", { person })).access_token,
};
