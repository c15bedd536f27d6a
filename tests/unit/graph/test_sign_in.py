"""A refused sign-in says what to change."""

from __future__ import annotations

import pytest

from graph.errors import ServerFault, SignInFailed
from graph.sign_in import sign_in_fault


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (7000215, "client secret is wrong"),
        (7000222, "client secret has expired"),
        (90002, "tenant does not exist"),
        (700016, "application is not in this tenant"),
        (65001, "Consent is missing"),
        (700027, "certificate is not one of"),
    ],
)
def test_known_codes_have_a_sentence(number: int, words: str) -> None:
    result = {"error": "invalid_client", "error_description": f"AADSTS{number}: Some text.\r\nTrace ID: 1"}
    error = sign_in_fault(result)
    assert isinstance(error, SignInFailed)
    assert words in str(error)
    assert error.code == f"AADSTS{number}"


def test_an_unknown_code_shows_the_first_line_of_the_reason() -> None:
    error = sign_in_fault({"error": "x", "error_description": "AADSTS1: Odd.\r\nTrace ID: 1"})
    assert str(error) == "Sign-in failed: AADSTS1: Odd."


def test_the_code_is_found_in_the_list_of_codes() -> None:
    assert sign_in_fault({"error": "x", "error_codes": [7000215]}).code == "AADSTS7000215"


def test_a_busy_sign_in_service_is_worth_another_try() -> None:
    error = sign_in_fault({"error": "temporarily_unavailable"})
    assert isinstance(error, ServerFault)
    assert error.is_transient
