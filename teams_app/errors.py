"""What can go wrong, as one tree; each error carries a sentence for a person and an HTTP status.

OkrError
├── BadInput          400  what was sent cannot be used; says where and why
├── NotSignedIn       401  the token is missing, expired or not ours
├── NotAllowed        403  the sender may not do this
├── NotFound          404  it is not there, or not there for this person
├── Conflict          409  it has changed in the meantime, or its state forbids this
├── Unavailable       503  something we depend on is away; try again later
└── SettingsFault     500  the settings contradict each other; nothing was started
"""

from __future__ import annotations


class OkrError(Exception):
    """An expected failure; ``str(error)`` is what the person is shown."""

    status = 500


class BadInput(OkrError):
    """What was sent cannot be used."""

    status = 400


class NotSignedIn(OkrError):
    """The token is missing, expired, or not meant for us."""

    status = 401


class NotAllowed(OkrError):
    """The sender may not do this."""

    status = 403


class NotFound(OkrError):
    """It does not exist, or not for this person."""

    status = 404


class Conflict(OkrError):
    """It changed in the meantime, or its state forbids this."""

    status = 409


class Unavailable(OkrError):
    """Something we depend on is away; nothing was lost, and it can be tried again."""

    status = 503


class SettingsFault(OkrError):
    """The settings contradict each other or are incomplete."""
