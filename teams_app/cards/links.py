"""Deep links into the tab.

https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-application
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Links:
    """Where the buttons of cards lead; ``app_id`` is that of the app's manifest."""

    app_id: str

    def objective(self, key: str) -> str:
        return self._entity("okr", key)

    def week(self, cycle_key: str) -> str:
        return self._entity("week", cycle_key)

    def _entity(self, page: str, sub_entity: str) -> str:
        context = quote(json.dumps({"subEntityId": sub_entity}, separators=(",", ":")), safe="")
        return f"https://teams.microsoft.com/l/entity/{quote(self.app_id)}/{page}?context={context}"
