"""The model: mapped classes with behaviour. Knows nothing of planning, Graph, bots or HTTP."""

from teams_app.okr.base import Base
from teams_app.okr.directory import DirectoryAccount, DirectoryGroup, DirectoryLink, DirectoryRun
from teams_app.okr.explaining import Explanation, OtherStart
from teams_app.okr.goals import (
    Contributor,
    Cycle,
    KeyResult,
    Objective,
    ObjectiveGuest,
    ObjectiveState,
    Phase,
    Status,
)
from teams_app.okr.installations import HomeKind, Installation, InstallState
from teams_app.okr.org import MailboxState, Membership, Person, PersonKind, Place, PlaceKind, Unit, UnitKind
from teams_app.okr.replanning import ChangeKind, ChangeState, MovePerson, WeekChange, WeekMove
from teams_app.okr.rooms import Room
from teams_app.okr.sharing import (
    Answer,
    Invitee,
    MeetingState,
    Role,
    ShareMeeting,
    ShareWeek,
    Trouble,
    WeekState,
)
from teams_app.okr.threads import Card, Comment, CommentKind, CommentSource, Thread, ThreadSummary
from teams_app.okr.watching import WatchedMailbox, WatchState

__all__ = [
    "Answer",
    "Base",
    "Card",
    "ChangeKind",
    "ChangeState",
    "Comment",
    "CommentKind",
    "CommentSource",
    "Contributor",
    "Cycle",
    "DirectoryAccount",
    "DirectoryGroup",
    "DirectoryLink",
    "DirectoryRun",
    "Explanation",
    "HomeKind",
    "InstallState",
    "Installation",
    "Invitee",
    "KeyResult",
    "MailboxState",
    "MeetingState",
    "Membership",
    "MovePerson",
    "Objective",
    "ObjectiveGuest",
    "ObjectiveState",
    "OtherStart",
    "Person",
    "PersonKind",
    "Phase",
    "Place",
    "PlaceKind",
    "Role",
    "Room",
    "ShareMeeting",
    "ShareWeek",
    "Status",
    "Thread",
    "ThreadSummary",
    "Trouble",
    "Unit",
    "UnitKind",
    "WatchState",
    "WatchedMailbox",
    "WeekChange",
    "WeekMove",
    "WeekState",
]
