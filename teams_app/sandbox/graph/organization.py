"""The tenant itself.

https://learn.microsoft.com/graph/api/organization-list
"""

from __future__ import annotations

from teams_app.sandbox.graph.pages import page
from teams_app.sandbox.graph.people import SET_UP
from teams_app.sandbox.graph.wire import Answer, Call


def list_organizations(call: Call) -> Answer:
    """There is one."""
    tenant = call.tenant
    domain = next((person.email for person in tenant.company.people), "@invalid").partition("@")[2]
    shown = {
        "id": tenant.tenant_id,
        "displayName": tenant.company.name,
        "createdDateTime": SET_UP,
        "countryLetterCode": "NL",
        "tenantType": "AAD",
        "verifiedDomains": [
            {"name": domain, "isDefault": True, "isInitial": True, "type": "Managed", "capabilities": "Email"}
        ],
    }
    return page(call, "organization", [shown])
