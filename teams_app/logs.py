"""Logs as lines of key and value; never a token, a secret, or what people wrote."""

from __future__ import annotations

import logging
import sys

import structlog

QUIET = ("msal", "azure", "httpx", "procrastinate.periodic", "alembic")
SECRETS = ("authorization", "password", "secret", "token", "client_assertion")


def configure_logs(level: str) -> None:
    """Our own logs and those of the libraries, to stderr; JSON where nobody watches."""
    logging.basicConfig(
        level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s", force=True
    )
    for name in QUIET:
        logging.getLogger(name).setLevel("WARNING")
    is_watched = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_secrets,
            structlog.dev.ConsoleRenderer() if is_watched else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _without_secrets(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A last net; nothing should put them there."""
    return {key: "…" if any(word in key.lower() for word in SECRETS) else event[key] for key in event}
