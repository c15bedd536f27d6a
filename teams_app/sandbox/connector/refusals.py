"""How the connector says no.

Codes are those of https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
"""

from __future__ import annotations

from aiohttp import web


class Refused(Exception):
    """A request that the connector does not carry out; it becomes Bot Framework's error body."""

    def __init__(self, status: int, code: str, message: str, *, retry_after: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after = retry_after

    def response(self) -> web.Response:
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after else {}
        if self.status == web.HTTPUnauthorized.status_code:
            headers["WWW-Authenticate"] = "Bearer"
        body = {"error": {"code": self.code, "message": str(self)}}
        return web.json_response(body, status=self.status, headers=headers)


def unauthorized(reason: str) -> Refused:
    return Refused(401, "Unauthorized", f"Authorization has been denied for this request. {reason}".strip())


def bad_syntax(message: str) -> Refused:
    return Refused(400, "BadSyntax", message)


def conversation_not_found() -> Refused:
    return Refused(404, "ConversationNotFound", "Conversation not found.")


def activity_not_found() -> Refused:
    return Refused(404, "ActivityNotFoundInConversation", "Activity not found in the conversation.")


def member_not_found() -> Refused:
    return Refused(404, "MemberNotFoundInConversation", "The member is not part of the conversation roster.")


def not_installed() -> Refused:
    return Refused(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")


def blocked() -> Refused:
    return Refused(403, "MessageWritesBlocked", "Message writes blocked for the thread.")


def forbidden(message: str) -> Refused:
    return Refused(403, "ForbiddenOperationException", message)


def too_big() -> Refused:
    return Refused(413, "MessageSizeTooBig", "Message size too large.")


def too_many(seconds: int) -> Refused:
    return Refused(429, "TooManyRequests", "API calls quota exceeded.", retry_after=seconds)
