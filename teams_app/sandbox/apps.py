"""The app in the organization's catalogue: its versions, and which one is installed where.

Whether it is installed at all is kept with the places (``MessageStore.without_app``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]
FIRST_VERSION = "0.1.0"
ASKED = ("ChannelMessage.Read.Group",)  # resource-specific, as OKR Share's manifest asks


@dataclass(frozen=True)
class AppVersion:
    """One version; ``permissions`` are the resource-specific ones that it asks for."""

    version: str
    permissions: tuple[str, ...]


@dataclass
class AppStore:
    """The catalogue, and what stands in teams, chats and people's Teams, by ``MessageStore.app_key``."""

    is_published: bool = True
    versions: list[AppVersion] = field(default_factory=lambda: [AppVersion(FIRST_VERSION, ASKED)])
    installed: dict[str, AppVersion] = field(default_factory=dict[str, AppVersion])

    @property
    def newest(self) -> AppVersion:
        return self.versions[-1]

    def of(self, key: str) -> AppVersion:
        """What is installed there; what was there from the beginning is the first version."""
        return self.installed.get(key, self.versions[0])

    def put(self, key: str, consented: Iterable[str]) -> None:
        self.installed[key] = AppVersion(self.newest.version, tuple(consented))

    def publish(self, version: str, permissions: Iterable[str] | None = None) -> None:
        asked = self.newest.permissions if permissions is None else tuple(permissions)
        self.versions.append(AppVersion(version, asked))
        self.is_published = True

    def dump(self) -> Json:
        return {
            "is_published": self.is_published,
            "versions": [asdict(each) for each in self.versions],
            "installed": {key: asdict(each) for key, each in self.installed.items()},
        }

    def load(self, data: Mapping[str, Any]) -> None:
        """Take what ``dump`` gave; a tenant of before has nothing to give."""
        if not data:
            return
        self.is_published = data["is_published"]
        self.versions = [_version(each) for each in data["versions"]]
        self.installed = {key: _version(each) for key, each in data["installed"].items()}


def _version(data: Json) -> AppVersion:
    return AppVersion(data["version"], tuple(data["permissions"]))
