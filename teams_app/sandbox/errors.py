"""Why the stand-in cannot start or go on."""

from __future__ import annotations


class SandboxError(Exception):
    """One clear sentence for whoever started the stand-in."""
