"""The Teams app package: manifest and icons, filled from the settings, as a zip.

https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from teams_app.config import Settings
from teams_app.errors import SettingsFault

FOLDER = Path(__file__).parents[1] / "appPackage"
MANIFEST, ICONS = "manifest.json", ("color.png", "outline.png")
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
PUBLIC_URL = re.compile(r"https://([a-z0-9-]+(?:\.[a-z0-9-]+)*)/?")
EARLIEST = (1980, 1, 1, 0, 0, 0)  # no zip knows an earlier date
READABLE = 0o644 << 16


def read_template(folder: Path = FOLDER) -> dict[str, bytes]:
    """The files of the package as they lie in the repository, with placeholders in the manifest.

    :raises SettingsFault: they are not there.
    """
    try:
        return {name: (folder / name).read_bytes() for name in (MANIFEST, *ICONS)}
    except OSError as error:
        raise SettingsFault(
            f"{error.filename} cannot be read: run this in a checkout of OKR Share."
        ) from error


def filled(template: Mapping[str, bytes], settings: Settings, version: str) -> dict[str, bytes]:
    """The files of the package for one installation.

    :param version: of the app, three numbers; Teams takes an update only when it has grown.
    :raises SettingsFault: the settings name no app registration, or no place that Teams can reach.
    """
    values = {**_values(settings), "VERSION": version}
    manifest = template[MANIFEST].decode().replace("\r\n", "\n")
    for name, value in values.items():
        manifest = manifest.replace(f"${{{{{name}}}}}", value)
    return {**template, MANIFEST: manifest.encode()}


def asked_permissions(template: Mapping[str, bytes]) -> tuple[str, ...]:
    """The resource-specific permissions that the manifest asks teams and chats for."""
    manifest: Any = json.loads(template[MANIFEST])
    listed: Any = manifest.get("authorization", {}).get("permissions", {}).get("resourceSpecific", [])
    return tuple(str(one["name"]) for one in listed)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The same files give the same bytes, on every machine: no dates, no compression, sorted by name."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name in sorted(files):
            entry = ZipInfo(name, EARLIEST)
            entry.create_system = 3
            entry.external_attr = READABLE
            archive.writestr(entry, files[name])
    return written.getvalue()


def _values(settings: Settings) -> dict[str, str]:
    """What the placeholders stand for; nothing of it needs to be escaped in JSON."""
    if not GUID.fullmatch(settings.app_id):
        told = f"{settings.app_id!r} is not one" if settings.app_id else "it is empty"
        raise SettingsFault(f"OKR_APP_ID must be the application id of the app registration: {told}.")
    host = _public_host(settings.public_url)
    return {"APP_ID": settings.app_id, "PUBLIC_URL": f"https://{host}", "PUBLIC_HOST": host}


def _public_host(public_url: str) -> str:
    """The host that Teams shows tabs of, and that the names of tokens for the tab begin with."""
    found = PUBLIC_URL.fullmatch(public_url)
    if found is None:
        raise SettingsFault(
            "OKR_PUBLIC_URL must be https:// and the host that Teams reaches, in small letters, without port "
            f"or path, such as https://okr.example.org: {public_url!r} is not."
        )
    return found[1]
