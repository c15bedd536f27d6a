"""Settings that contradict each other are refused with a sentence that names them."""

from __future__ import annotations

import pytest

from teams_app.config import Settings, check_for_serving, cloud_of, load_settings
from teams_app.errors import SettingsFault

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
        ("app_secret", "Neither OKR_APP_CERTIFICATE nor OKR_APP_SECRET"),
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
