"""What would be unsafe, or could not work, is told before a process starts."""

from __future__ import annotations

from collections.abc import Iterable

from teams_app.config.clouds import host_of, is_loopback
from teams_app.config.settings import Settings
from teams_app.errors import SettingsFault

# The first that is set is used.
CREDENTIALS = (
    "OKR_APP_MANAGED_IDENTITY",
    "OKR_APP_FEDERATED_TOKEN_FILE",
    "OKR_APP_CERTIFICATE",
    "OKR_APP_SECRET",
)


def check_for_serving(settings: Settings) -> None:
    """Refuse to start what would be unsafe or could not work.

    :raises SettingsFault: with all faults, a line each.
    """
    faults = [*_database_faults(settings), *_credential_faults(settings), *_insecure_faults(settings)]
    if faults:
        raise SettingsFault("\n".join(faults))


def _database_faults(settings: Settings) -> Iterable[str]:
    if not settings.database_url:
        yield (
            "OKR_DATABASE_URL is not set: give it a PostgreSQL URL, "
            "or the word `embedded` for an evaluation on one machine."
        )


def _credential_faults(settings: Settings) -> Iterable[str]:
    if settings.insecure_local:
        return
    if not settings.app_id:
        yield (
            "OKR_APP_ID is empty, so nobody's token could be checked: set it to the application id of the "
            "app registration, or OKR_INSECURE_LOCAL=true for a local emulator."
        )
    if not settings.tenant_id:
        yield "OKR_TENANT_ID is empty: set it to the directory id of your tenant."
    if not _credentials(settings):
        yield (
            f"None of {', '.join(CREDENTIALS)} is set: the app could not sign in to Graph. A certificate, or "
            "an identity of the platform that it runs on, is better than a secret."
        )


def _credentials(settings: Settings) -> list[str]:
    """The names of those that are set."""
    given = (
        settings.app_managed_identity,
        settings.app_federated_token_file,
        settings.app_certificate,
        settings.app_secret.get_secret_value(),
    )
    return [name for name, value in zip(CREDENTIALS, given, strict=True) if value]


def _insecure_faults(settings: Settings) -> Iterable[str]:
    if not settings.insecure_local:
        return
    if not is_loopback(settings.host):
        yield f"OKR_INSECURE_LOCAL needs a loopback OKR_HOST, not {settings.host}."
    if not all(is_loopback(host) for host in (host_of(settings.graph_url), host_of(settings.login_url))):
        yield "OKR_INSECURE_LOCAL needs loopback OKR_GRAPH_URL and OKR_LOGIN_URL."
    if given := _credentials(settings):
        yield f"OKR_INSECURE_LOCAL goes without a credential: unset {' and '.join(given)}."
