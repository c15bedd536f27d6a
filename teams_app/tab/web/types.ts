// What /api/v1 answers; /api/v1/openapi.json describes the same.

export type UnitKind = "organization" | "department" | "team";
export type Phase = "planning" | "sharing" | "execution" | "review" | "closed";
export type Status = "on_track" | "at_risk" | "behind" | "not_started" | "closed" | "postponed";
export type CommentKind = "conversation" | "feedback" | "recognition" | "question" | "need" | "challenge";
export type Missing = "owner" | "key_results" | "parent";

export interface Person {
  name: string;
  email: string;
}

export interface Viewer extends Person {
  time_zone: string;
}

export interface Named {
  id: string;
  name: string;
}

export interface Unit extends Named {
  kind: UnitKind;
  parents: Named[];
}

export interface Cycle extends Named {
  phase: Phase;
  starts_on: string;
  ends_on: string;
}

export interface Meeting {
  starts_at: string | null;
  ends_at: string | null;
  state: string;
  room: string | null;
  invited: number;
  is_invited: boolean;
  join_url: string | null;
}

export interface KeyResult {
  id: string;
  title: string;
  start: number;
  current: number;
  target: number;
  measure: string;
  status: Status;
  progress: number;
}

export interface Parent {
  id: string;
  title: string;
  objective: string;
  unit: string;
}

export interface Head {
  id: string;
  title: string;
  state: "draft" | "shared" | "deleted";
  status: Status;
  progress: number;
  owner: Person;
  contributors: Person[];
  key_results: KeyResult[];
  is_aligned: boolean;
  not_ready: Missing[];
  contributes_to: Parent | null;
}

export interface Latest {
  author: Person;
  kind: CommentKind;
  text: string;
  created_at: string;
}

export interface ThreadState {
  comments: number;
  questions: number;
  latest: Latest | null;
}

export interface Row extends Head {
  unit: Named;
  thread: ThreadState;
}

export interface Board {
  viewer: Viewer;
  unit: Unit & { leader: Person };
  cycle: Cycle;
  cycles: Named[];
  meeting: Meeting | null;
  objectives: Row[];
}

export interface Comment {
  id: number;
  author: Person;
  kind: CommentKind;
  source: "reply" | "dialog" | "api";
  text: string | null;
  created_at: string;
  edited_at: string | null;
  is_deleted: boolean;
  url: string | null;
}

export interface Contributing {
  id: string;
  title: string;
  state: string;
  owner: Person;
  unit: string;
  progress: number;
  key_result: string | null;
}

export interface Objective extends Head {
  viewer: Viewer;
  unit: Unit;
  cycle: Cycle;
  path: { id: string; title: string; unit: string }[];
  contributing: Contributing[];
  meeting: Meeting | null;
  cards: { place: string; url: string | null }[];
  thread: Comment[];
}

export interface ListedUnit extends Named {
  kind: UnitKind;
  parent: string | null;
  channel: string | null;
}
