"""The tenant's state in a folder: kept while it runs, found again when it starts.

tenant.json  the app registration, mailboxes, and messages
keys.json    the private keys that sign tokens
"""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from teams_app.sandbox.company import Company, derived_id
from teams_app.sandbox.directory_acts import CannotHappen
from teams_app.sandbox.errors import SandboxError
from teams_app.sandbox.keys import SigningKeys
from teams_app.sandbox.private_files import write_private
from teams_app.sandbox.tenant import Tenant

SAVE_AFTER = 0.5  # seconds after the first change that is not saved
FORMAT = 1
ENDORSEMENTS = ("msteams",)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Registration:
    """The app registration of OKR Share in the tenant."""

    app_id: str
    secret: str
    certificate_pem: str | None = None


@dataclass(frozen=True)
class Keys:
    """Entra's keys and those of the Bot Framework's channel service."""

    entra: SigningKeys
    channel: SigningKeys


class StateFolder:
    """Reads the state at the start, and writes it after changes."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "tenant.json"
        self._keys_file = folder / "keys.json"
        self._timer: asyncio.TimerHandle | None = None
        self._saving = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._tenant: Tenant | None = None
        self._kept_keys = ""
        self._settled = asyncio.Event()

    def keys(self) -> Keys:
        """The keys of the last run, or new ones."""
        data = _read(self._keys_file)
        if data is None:
            return Keys(SigningKeys.new(), SigningKeys.new(ENDORSEMENTS))
        return Keys(SigningKeys.load(data["entra"]), SigningKeys.load(data["channel"], ENDORSEMENTS))

    def registration(self, company: Company) -> Registration:
        """The registration of the last run, or a new one with a new secret."""
        data = _read(self._file)
        if data is None or data["tenant_id"] != company.tenant_id:
            return Registration(derived_id("app", company.name), secrets.token_urlsafe(30))
        return Registration(data["app_id"], data["app_secret"], data["app_certificate_pem"])

    def attach(self, tenant: Tenant) -> None:
        """Give a tenant its last state, and keep it from now on.

        :raises SandboxError: the state is that of another company.
        """
        data = _read(self._file)
        if data is not None:
            if data["tenant_id"] != tenant.tenant_id:
                raise SandboxError(
                    f"{self._file} holds the state of another company: choose another data folder, "
                    "or remove it."
                )
            _act_again(tenant, data.get("directory", {}))
            tenant.mailboxes.load(data["mailboxes"])
            tenant.messages.load(data["messages"])
            tenant.read_marks.load(data.get("read_marks", {}))
            tenant.access.load(data.get("access", {}))
            tenant.apps.load(data.get("apps", {}))
            tenant.subscriptions.load(data.get("subscriptions", []))
        self._tenant, tenant.changed = tenant, self.changed

    def changed(self) -> None:
        """Tell who looks, and save soon; several changes are saved together."""
        self._settled.clear()
        if self._tenant is not None:
            self._tenant.changes.tell()
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SAVE_AFTER, self._start_saving)

    async def save(self) -> None:
        """Write the state now.

        :raises OSError: it cannot be written; the last state is still there.
        """
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._tenant is None:
            return
        async with self._saving:
            await asyncio.to_thread(self._write, _state(self._tenant), _keys(self._tenant))
        if self._timer is None:
            self._settled.set()

    async def settled(self) -> None:
        """Wait until all changes are on the disk."""
        await self._settled.wait()

    def _write(self, state: dict[str, Any], keys: dict[str, Any]) -> None:
        write_private(self._file, json.dumps(state, ensure_ascii=False).encode())
        content = json.dumps(keys)
        if content != self._kept_keys:
            write_private(self._keys_file, content.encode())
            self._kept_keys = content

    def _start_saving(self) -> None:
        self._timer = None
        task = asyncio.get_running_loop().create_task(self._save_or_tell())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _save_or_tell(self) -> None:
        try:
            await self.save()
        except OSError as error:
            log.error("state not saved", file=str(self._file), reason=str(error))  # noqa: TRY400  # one line is enough


def _state(tenant: Tenant) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "tenant_id": tenant.tenant_id,
        "app_id": tenant.app_id,
        "app_secret": tenant.app_secret,
        "app_certificate_pem": tenant.app_certificate_pem,
        "mailboxes": tenant.mailboxes.dump(),
        "messages": tenant.messages.dump(),
        "read_marks": tenant.read_marks.dump(),
        "directory": tenant.directory.dump(),
        "access": tenant.access.dump(),
        "apps": tenant.apps.dump(),
        "subscriptions": tenant.subscriptions.dump(),
    }


def _act_again(tenant: Tenant, data: dict[str, Any]) -> None:
    """What happened in the directory before happens again, so that old delta links still fit."""
    tenant.directory.key = data.get("key", tenant.directory.key)
    try:
        tenant.act(*data.get("acts", []))
    except CannotHappen as error:
        raise SandboxError(f"The directory's past cannot be repeated: {error}") from error


def _keys(tenant: Tenant) -> dict[str, Any]:
    return {"entra": tenant.signing.dump(), "channel": tenant.channel_signing.dump()}


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SandboxError(
            f"{path} cannot be read ({error}): remove it, or choose another data folder."
        ) from error
