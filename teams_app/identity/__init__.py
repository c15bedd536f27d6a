"""Tokens in, people out: who sent an activity, and who opened the tab."""

from teams_app.identity.channel_tokens import ChannelClaims, ChannelTokens
from teams_app.identity.http import open_http
from teams_app.identity.open_id import OpenIdKeys, SigningKey
from teams_app.identity.sign_in_tokens import SignIn, SignInTokens

__all__ = [
    "ChannelClaims",
    "ChannelTokens",
    "OpenIdKeys",
    "SignIn",
    "SignInTokens",
    "SigningKey",
    "open_http",
]
