"""One round trip to Graph: paid from the budget, through the circuit, with a token, and in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError
from yarl import URL

from graph.answers import Outcome, read_answer
from graph.batches import Call, batch_body, read_batch
from graph.budgets import Budget
from graph.circuit import Circuit
from graph.errors import GraphError, Throttled, Unauthorized, Unreachable
from graph.limits import Charge, charges_of, mailbox_of, total

JSON_HEADERS = {"Accept": "application/json", "Content-Type": "application/json"}
LONGEST_CALL, CONNECT = 60.0, 10.0  # seconds


class Tokens(Protocol):
    """Where access tokens come from."""

    async def token(self, scope: str, *, refused: str = "") -> str: ...


@dataclass(frozen=True)
class Wire:
    """Carries calls to Graph and their outcomes back; it raises nothing and repeats nothing.

    :param root: Graph with its version.
    :param session: only used, never closed; it may be shared.
    """

    root: str
    tokens: Tokens
    session: ClientSession
    scope: str
    budget: Budget
    circuit: Circuit

    async def carry(self, call: Call, within: float) -> Outcome:
        """What became of a call, at most ``within`` seconds from now."""
        if late := await self._overspent(charges_of(call.path), within):
            return late
        mailbox = mailbox_of(call.path)
        if not mailbox:
            outcome = await self._exchange(call, within)
        else:
            async with self.budget.turn(mailbox, within=within) as is_ours:
                if not is_ours:  # by our own count: nobody else need be held
                    return Throttled(f"{call.name}: that mailbox is asked enough already.", retry_after=1.0)
                outcome = await self._exchange(call, within)
        await self._hold([(call, outcome)])
        return outcome

    async def carry_batch(self, calls: Mapping[int, Call], within: float) -> dict[int, Outcome]:
        """What became of each of at most twenty calls; when the round trip fails, each of them has failed so.

        Outlook works on the parts of a batch four at a time by itself, so no turn is taken.
        """
        if late := await self._overspent(total(call.path for call in calls.values()), within):
            return dict.fromkeys(calls, late)
        outcome = await self._exchange(_envelope(self.root, calls), within)
        if isinstance(outcome, GraphError):
            return dict.fromkeys(calls, outcome)
        outcomes = read_batch(calls, outcome, datetime.now(UTC))
        await self._hold((calls[number], outcome) for number, outcome in outcomes.items())
        return outcomes

    async def _overspent(self, charges: Sequence[Charge], within: float) -> Throttled | None:
        wait = await self.budget.spend(charges, within=within)
        if not wait:
            return None
        return Throttled("The budget for Microsoft Graph is spent; nothing was sent.", retry_after=wait)

    async def _hold(self, carried: Iterable[tuple[Call, Outcome]]) -> None:
        """Let no other process run into the same refusal."""
        held: dict[Charge, float] = {}
        for call, outcome in carried:
            if isinstance(outcome, Throttled):
                charge = charges_of(call.path)[0]
                held[charge] = max(held.get(charge, 0.0), outcome.retry_after)
        for charge, seconds in held.items():
            await self.budget.hold(charge, seconds)

    async def _exchange(self, call: Call, within: float) -> Outcome:
        """One call, twice where Graph refuses the first token: keys and permissions change."""
        try:
            self.circuit.admit()
        except GraphError as error:
            return error
        try:
            token = await self.tokens.token(self.scope)
            outcome = await self._over_the_wire(call, token, within)
            if isinstance(outcome, Unauthorized):
                fresh = await self.tokens.token(self.scope, refused=token)
                outcome = await self._over_the_wire(call, fresh, within)
        except GraphError as error:
            outcome = error
        except BaseException:
            self.circuit.give_up()
            raise
        self.circuit.note(outcome)
        return outcome

    async def _over_the_wire(self, call: Call, token: str, within: float) -> Outcome:
        headers = {**call.headers, "Authorization": f"Bearer {token}"}
        url = URL(call.url, encoded=True)
        seconds = min(LONGEST_CALL, max(within, 1.0))
        try:
            async with self.session.request(
                call.method,
                url,
                headers=headers,
                data=call.body,
                allow_redirects=False,
                timeout=ClientTimeout(total=seconds, sock_connect=CONNECT),
            ) as answer:
                body = await answer.read()
                return read_answer(call.name, answer.status, answer.headers, body, datetime.now(UTC))
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            reason = f"Microsoft Graph at {url.host} cannot be reached ({error})."
            return Unreachable(reason, may_have_arrived=False)
        except (ClientError, TimeoutError) as error:
            return Unreachable(f"The answer of Microsoft Graph to {call.name} was lost ({error!r}).")


def _envelope(root: str, calls: Mapping[int, Call]) -> Call:
    return Call("POST", f"{root}/$batch", "/$batch", JSON_HEADERS, batch_body(calls), is_repeatable=False)
