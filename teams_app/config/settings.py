"""All settings, read once from environment variables that begin with ``OKR_``."""

from __future__ import annotations

from datetime import time
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from teams_app.config.clouds import cloud_of
from teams_app.config.parsing import clock_span, numbers, rates
from teams_app.errors import SettingsFault

EMBEDDED = "embedded"

# What makes a share week dear, in points; how much each is by default stands in planning.problem.Weights.
PLANNER_WEIGHTS = (
    "busy",
    "out_of_office",
    "outside_working_hours",
    "tentative",
    "night",
    "lunch",
    "optional_percent",
    "lateness",
)
HEAVIEST = 10_000
MEETING_MINUTES = {"organization": 90, "department": 90, "team": 45}
SHORTEST_MEETING, LONGEST_MEETING = 15, 480  # minutes
LUNCH = (time(12), time(13))
GRAPH_LIMITS = ("mailbox", "identity", "messages", "teamwork", "tenant")


class Settings(BaseSettings):
    """One value object for the whole process; ``load_settings`` reads and checks it."""

    model_config = SettingsConfigDict(env_prefix="OKR_", frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: str | None = Field(None, description="PostgreSQL URL, or the word `embedded`")
    data_dir: Path = Field(
        Path(".okr-data"), description="folder of the embedded PostgreSQL and the stand-in's state"
    )
    app_id: str = Field("", description="application (client) id of the bot's app registration")
    app_secret: SecretStr = Field(SecretStr(""), description="client secret; or use OKR_APP_CERTIFICATE")
    app_certificate: Path | None = Field(None, description="PEM file with private key and certificate")
    app_federated_token_file: Path | None = Field(
        None, description="file with the token of a federated credential (workload identity)"
    )
    app_managed_identity: str = Field(
        "", description="client id of a managed identity that the app registration trusts"
    )
    tenant_id: str = Field("", description="directory (tenant) id")
    public_url: str = Field("http://127.0.0.1:3978", description="where Teams and browsers reach `serve`")
    host: str = Field("127.0.0.1", description="address that `serve` listens on")
    port: int = Field(3978, ge=0, le=65535, description="port that `serve` listens on")
    graph_url: str = Field("https://graph.microsoft.com", description="Microsoft Graph, without version")
    login_url: str = Field("https://login.microsoftonline.com", description="where tokens are issued")
    bot_openid_url: str = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="OpenID document of the Bot Framework, for tokens from Teams",
    )
    service_urls: Annotated[tuple[str, ...], NoDecode] = Field(
        ("https://smba.trafficmanager.net/",),
        description="where bot tokens may go, separated by commas; the first is used to begin conversations",
    )
    ca_file: Path | None = Field(None, description="extra root certificate, for a stand-in's https")
    insecure_local: bool = Field(False, description="unauthenticated bot for local emulators; loopback only")
    organizers_group: str = Field(
        "OKR Organizers", description="name of the group whose members plan share weeks"
    )
    directory_map: Path | None = Field(
        None,
        description="TOML file that says which units the directory makes; without it they come from files",
    )
    directory_hour: Annotated[int | None, NoDecode] = Field(
        2, ge=0, le=23, description="hour (UTC) in which `worker` reads the directory; or the word `none`"
    )
    planner_weights: Annotated[dict[str, int], NoDecode] = Field(
        default_factory=dict[str, int],
        description="what the planner avoids more or less than usual, such as `lunch=200,lateness=2`",
    )
    meeting_minutes: Annotated[dict[str, int], NoDecode] = Field(
        default_factory=MEETING_MINUTES.copy,
        description="how long share meetings are, such as `organization=90,department=90,team=45`",
    )
    lunch: Annotated[tuple[time, time] | None, NoDecode] = Field(
        LUNCH, description="when people eat, by their own clocks, such as `12:00-13:00`; or the word `none`"
    )
    meeting_gap: int = Field(
        0, ge=0, le=10_080, description="minutes between a unit's share meeting and those that follow on it"
    )
    unread_calendars: Literal["free", "tentative", "busy"] = Field(
        "free", description="what a calendar that cannot be read counts as: free, tentative or busy"
    )
    graph_limits: Annotated[dict[str, tuple[int, int]], NoDecode] = Field(
        default_factory=dict[str, tuple[int, int]],
        description="calls to Graph in seconds where your tenant's limits differ, such as `identity=8000/10`",
    )
    answers_minutes: int = Field(
        15, ge=1, le=1_440, description="how often calendars are read for answers that nobody told us of"
    )
    subscription_minutes: int = Field(
        4_230,
        ge=60,
        le=10_080,
        description="how long Microsoft Graph is asked to tell us of answers at a time",
    )
    mail_from: str = Field("", description="mailbox that is to send mail to external people; not used yet")
    metrics_port: int | None = Field(None, description="a port of its own for metrics; not used yet")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @field_validator("service_urls", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(url.strip() for url in value.split(",") if url.strip())

    @field_validator("planner_weights", mode="before")
    @classmethod
    def _weights(cls, value: object) -> object:
        return numbers(value, PLANNER_WEIGHTS, range(HEAVIEST + 1), "lunch=200,lateness=2")

    @field_validator("meeting_minutes", mode="before")
    @classmethod
    def _minutes(cls, value: object) -> object:
        lengths = range(SHORTEST_MEETING, LONGEST_MEETING + 1)
        return MEETING_MINUTES | numbers(value, MEETING_MINUTES, lengths, "department=60,team=30")

    @field_validator("graph_limits", mode="before")
    @classmethod
    def _limits(cls, value: object) -> object:
        return rates(value, GRAPH_LIMITS) if isinstance(value, str) else value

    @field_validator("lunch", mode="before")
    @classmethod
    def _lunch(cls, value: object) -> object:
        return clock_span(value) if isinstance(value, str) else value

    @field_validator("directory_hour", mode="before")
    @classmethod
    def _hour(cls, value: object) -> object:
        return None if isinstance(value, str) and value.strip().lower() == "none" else value

    @property
    def is_embedded(self) -> bool:
        return self.database_url == EMBEDDED

    @cached_property
    def authority(self) -> str:
        """The tenant's address at the place where tokens are issued."""
        return f"{self.login_url.rstrip('/')}/{self.tenant_id}"


def load_settings(**overrides: object) -> Settings:
    """The settings of this process.

    :raises SettingsFault: names the setting that cannot be used and what to do.
    """
    try:
        settings = Settings(**overrides)  # pyright: ignore[reportArgumentType]  # checked by pydantic
    except ValidationError as error:
        faults = ((f"OKR_{'_'.join(map(str, e['loc'])).upper()}", e["msg"]) for e in error.errors())
        told = (f"{name}: {words.removeprefix('Value error, ')}" for name, words in faults)
        raise SettingsFault("; ".join(told)) from error
    _refuse_mixed_clouds(settings)
    return settings


def _refuse_mixed_clouds(settings: Settings) -> None:
    """Tokens of one cloud must never be sent to another, or to a stranger's host."""
    named = {
        "OKR_GRAPH_URL": settings.graph_url,
        "OKR_LOGIN_URL": settings.login_url,
        "OKR_BOT_OPENID_URL": settings.bot_openid_url,
        **{f"OKR_SERVICE_URLS ({url})": url for url in settings.service_urls},
    }
    clouds = {name: cloud_of(url) for name, url in named.items()}
    for name, cloud in clouds.items():
        if cloud is None:
            raise SettingsFault(f"{name} is neither one of Microsoft's hosts nor loopback.")
        if cloud != "loopback" and urlsplit(named[name]).scheme != "https":
            raise SettingsFault(f"{name} must begin with https://.")
    if len(set(clouds.values())) > 1:
        told = ", ".join(f"{name} is {cloud}" for name, cloud in clouds.items())
        raise SettingsFault(f"Graph, sign-in, OpenID and service URLs must be of one cloud: {told}.")
