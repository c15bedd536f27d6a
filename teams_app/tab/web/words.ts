// What things are called on screen: each with a shape, so that nothing hangs on its colour.

import type { Icon } from "./icons";
import type { CommentKind, Missing, Phase, Status, UnitKind } from "./types";

interface Word {
  icon: Icon;
  word: string;
}

export const LEVELS: Record<UnitKind, Word> = {
  organization: { icon: "organization", word: "Leadership" },
  department: { icon: "department", word: "Department" },
  team: { icon: "team", word: "Team" },
};

export const STATUSES: Record<Status, Word> = {
  on_track: { icon: "checkCircle", word: "On track" },
  at_risk: { icon: "warning", word: "At risk" },
  behind: { icon: "behind", word: "Behind" },
  not_started: { icon: "circle", word: "Not started" },
  closed: { icon: "check", word: "Closed" },
  postponed: { icon: "clock", word: "Postponed" },
};

export const KINDS: Record<CommentKind, Word> = {
  conversation: { icon: "comment", word: "Comment" },
  feedback: { icon: "feedback", word: "Feedback" },
  recognition: { icon: "star", word: "Recognition" },
  question: { icon: "question", word: "Question" },
  need: { icon: "hand", word: "Need" },
  challenge: { icon: "flag", word: "Challenge" },
};

export const PHASES: [Phase, string][] = [
  ["planning", "Planning"],
  ["sharing", "Sharing"],
  ["execution", "Execution"],
  ["review", "Review"],
  ["closed", "Closed"],
];

export const LACKS: Record<Missing, string> = {
  owner: "has an owner who has left",
  key_results: "has no key results",
  parent: "contributes to nothing",
};

export const SOURCES: Record<string, string> = {
  reply: "replied in Teams",
  dialog: "from its card",
  api: "from outside",
};
