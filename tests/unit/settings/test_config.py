"""Settings that contradict each other are refused with a sentence that names them."""

from __future__ import annotations

from dataclasses import fields

import pytest

from teams_app.config import PLANNER_WEIGHTS, Settings, check_for_serving, cloud_of, load_settings
from teams_app.errors import SettingsFault
from teams_app.okr import UnitKind
from teams_app.planning.problem import Weights
from teams_app.services.week.rules import Rules, rules_of

WHOLE: dict[str, object] = {
    "database_url": "embedded",
    "app_id": "11111111-2222-3333-4444-555555555555",
    "app_secret": "s3cret",
    "tenant_id": "99999999-2222-3333-4444-555555555555",
}
LOOPBACK: dict[str, object] = {
    "graph_url": "http://127.0.0.1:9300",
    "login_url": "https://127.0.0.1:9301",
    "bot_openid_url": "http://127.0.0.1:9300/openid",
    "service_urls": "http://127.0.0.1:9300/connector/",
}
LOCAL: dict[str, object] = {**LOOPBACK, "database_url": "embedded", "insecure_local": True}


@pytest.fixture(autouse=True)
def no_settings_of_this_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"OKR_{name.upper()}", raising=False)


def serve(**values: object) -> None:
    check_for_serving(load_settings(**values))


def test_a_whole_set_of_settings_starts() -> None:
    serve(**WHOLE)
    serve(**WHOLE, **LOOPBACK)
    serve(**LOCAL)


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("database_url", "OKR_DATABASE_URL is not set"),
        ("app_id", "OKR_APP_ID is empty"),
        ("tenant_id", "OKR_TENANT_ID is empty"),
        (
            "app_secret",
            "OKR_APP_CERTIFICATE, OKR_APP_SECRET is set: the app could not sign in",
        ),
    ],
)
def test_what_is_missing_is_named(missing: str, sentence: str) -> None:
    with pytest.raises(SettingsFault, match=sentence):
        serve(**{name: value for name, value in WHOLE.items() if name != missing})


@pytest.mark.parametrize(
    "mixed",
    [
        {"graph_url": "https://graph.microsoft.us"},
        {"graph_url": "http://127.0.0.1:9300"},
        {"service_urls": "https://smba.trafficmanager.net/, http://127.0.0.1:9300/"},
    ],
)
def test_hosts_of_two_clouds_are_refused(mixed: dict[str, object]) -> None:
    with pytest.raises(SettingsFault, match="of one cloud"):
        load_settings(**WHOLE, **mixed)


@pytest.mark.parametrize("url", ["https://graph.microsoft.com.evil.example", "https://evil.example"])
def test_a_strangers_host_is_refused(url: str) -> None:
    with pytest.raises(SettingsFault, match="OKR_GRAPH_URL is neither"):
        load_settings(**WHOLE, graph_url=url)


def test_microsofts_hosts_are_asked_over_https_only() -> None:
    with pytest.raises(SettingsFault, match="OKR_GRAPH_URL must begin with https"):
        load_settings(**WHOLE, graph_url="http://graph.microsoft.com")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"host": "0.0.0.0"}, "loopback OKR_HOST"),
        ({"app_secret": "s3cret"}, "goes without a credential"),
    ],
)
def test_an_unauthenticated_bot_stays_on_this_machine(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(SettingsFault, match=sentence):
        serve(**{**LOCAL, **change})


def test_an_unauthenticated_bot_never_speaks_with_microsoft() -> None:
    with pytest.raises(SettingsFault, match="loopback OKR_GRAPH_URL"):
        serve(database_url="embedded", insecure_local=True)


def test_a_value_of_the_wrong_kind_names_its_setting() -> None:
    with pytest.raises(SettingsFault, match="OKR_PORT"):
        load_settings(port="many")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"planner_weights": "lunsh=3"}, "OKR_PLANNER_WEIGHTS: “lunsh” is none of busy, .*lunch=200"),
        ({"planner_weights": "lunch=-1"}, "OKR_PLANNER_WEIGHTS: lunch is “-1”, but must be a whole number"),
        ({"planner_weights": "lunch=much"}, "OKR_PLANNER_WEIGHTS: lunch is “much”"),
        ({"planner_weights": "busy=10001"}, "from 0 to 10,000"),
        ({"planner_weights": "lunch=1,lunch=2"}, "OKR_PLANNER_WEIGHTS: lunch is given twice"),
        ({"meeting_minutes": "team=5"}, "OKR_MEETING_MINUTES: team is “5”.* from 15 to 480"),
        ({"meeting_minutes": "squad=45"}, "OKR_MEETING_MINUTES: “squad” is none of organization"),
        ({"lunch": "noon"}, "OKR_LUNCH: “noon” is no span of time"),
        ({"lunch": "13:00-12:00"}, "OKR_LUNCH: .* does not end after it starts"),
        ({"meeting_gap": "-5"}, "OKR_MEETING_GAP"),
    ],
)
def test_what_the_planner_cannot_use_is_told_in_a_sentence(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(SettingsFault, match=sentence):
        load_settings(**WHOLE, **change)


def test_the_planner_is_told_by_settings() -> None:
    given = load_settings(
        **WHOLE, planner_weights="lunch=200, lateness=2", meeting_minutes="team=30", lunch="none"
    )
    rules = rules_of(given)
    assert (rules.weights.lunch, rules.weights.lateness, rules.weights.busy) == (200, 2, Weights().busy)
    assert [rules.minutes[kind] for kind in UnitKind] == [90, 90, 30]
    assert rules.lunch is None


def test_every_weight_that_can_be_set_is_one_of_the_planner() -> None:
    assert set(PLANNER_WEIGHTS) < {field.name for field in fields(Weights)}


def test_without_settings_the_rules_are_the_usual_ones() -> None:
    assert rules_of(load_settings(**WHOLE)) == Rules()


def test_secrets_are_not_shown() -> None:
    assert "s3cret" not in repr(load_settings(**WHOLE))


def test_clouds_are_told_apart() -> None:
    urls = (
        "https://graph.microsoft.com",
        "https://graph.microsoft.us",
        "http://[::1]:9",
        "https://x.example",
    )
    assert [cloud_of(url) for url in urls] == ["global", "US government", "loopback", None]


@pytest.mark.parametrize(("value", "hour"), [("5", 5), ("none", None), ("None ", None)])
def test_the_hour_of_the_directory_can_be_none(value: str, hour: int | None) -> None:
    assert load_settings(directory_hour=value).directory_hour == hour


@pytest.mark.parametrize("value", ["24", "-1", "noon"])
def test_there_are_twenty_four_hours(value: str) -> None:
    with pytest.raises(SettingsFault, match="OKR_DIRECTORY_HOUR"):
        load_settings(directory_hour=value)
