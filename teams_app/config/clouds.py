"""Microsoft's clouds, and loopback: whose a host is."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

# Microsoft's clouds: the hosts of Graph, sign-in, the bot's OpenID document and the bot's service URLs.
# https://learn.microsoft.com/graph/deployments, https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high
CLOUDS: dict[str, tuple[str, ...]] = {
    "global": (
        "graph.microsoft.com",
        "login.microsoftonline.com",
        "login.botframework.com",
        "smba.trafficmanager.net",
        "botframework.com",
    ),
    "US government": (
        "graph.microsoft.us",
        "dod-graph.microsoft.us",
        "login.microsoftonline.us",
        "login.botframework.azure.us",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
        "botframework.azure.us",
    ),
    "China": (
        "microsoftgraph.chinacloudapi.cn",
        "login.partner.microsoftonline.cn",
        "login.botframework.azure.cn",
        "botframework.azure.cn",
        "smba.infra.teams.microsoftonline.cn",
    ),
}


def cloud_of(url: str) -> str | None:
    """The Microsoft cloud that a URL belongs to, ``loopback``, or None for anybody else's host."""
    host = host_of(url)
    if is_loopback(host):
        return "loopback"
    matches = (
        cloud for cloud, hosts in CLOUDS.items() if any(host == h or host.endswith(f".{h}") for h in hosts)
    )
    return next(matches, None)


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
