"""Where the database is that the settings name."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from teams_app.config import Settings
from teams_app.errors import SettingsFault
from teams_app.storage.embedded import embedded_postgres


@contextmanager
def database_url(settings: Settings) -> Generator[str]:
    """Where the database is; an embedded one runs for as long.

    :raises SettingsFault: none is set, or the embedded one cannot start.
    """
    if not settings.database_url:
        raise SettingsFault("OKR_DATABASE_URL is not set: give it a PostgreSQL URL, or the word `embedded`.")
    if not settings.is_embedded:
        yield settings.database_url
        return
    with embedded_postgres(settings.data_dir) as url:
        yield url
