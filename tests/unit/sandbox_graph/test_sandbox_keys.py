"""Signing keys: published, rotated, kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from teams_app.sandbox.keys import BadToken, SigningKeys

NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
US = ("us",)


def claims(seconds: int = 60) -> dict[str, object]:
    return {"aud": "us", "exp": int(NOW.timestamp()) + seconds}


def test_what_is_signed_can_be_verified_by_the_published_set() -> None:
    keys = SigningKeys.new(("msteams",))
    token = keys.sign(claims())
    document = keys.jwks()
    assert document["keys"][0]["endorsements"] == ["msteams"]
    key = jwt.PyJWKSet.from_dict(document)[jwt.get_unverified_header(token)["kid"]]
    assert jwt.decode(token, key, ["RS256"], audience="us", options={"verify_exp": False})["aud"] == "us"


def test_an_older_key_can_still_sign_until_it_is_retired() -> None:
    keys = SigningKeys.new()
    first = keys.kid
    second = keys.rotate()
    assert [key["kid"] for key in keys.jwks()["keys"]] == [first, second]
    old = keys.sign(claims(), kid=first)
    assert keys.verify(old, audiences=US, now=NOW)
    keys.rotate(retire=True)
    with pytest.raises(BadToken, match="Signature"):
        keys.verify(old, audiences=US, now=NOW)
    with pytest.raises(KeyError):
        keys.sign(claims(), kid=first)


def test_kept_keys_are_the_same_keys() -> None:
    keys = SigningKeys.new()
    keys.rotate()
    again = SigningKeys.load(keys.dump())
    assert again.jwks() == keys.jwks()
    assert again.verify(keys.sign(claims()), audiences=US, now=NOW)


def test_time_is_that_of_the_clock_that_is_given() -> None:
    keys = SigningKeys.new()
    token = keys.sign(claims())
    with pytest.raises(BadToken, match="expired"):
        keys.verify(token, audiences=US, now=NOW + timedelta(minutes=7))
    with pytest.raises(BadToken, match="audience"):
        keys.verify(token, audiences=("others",), now=NOW)
