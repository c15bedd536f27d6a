"""``$filter`` expressions over JSON objects: comparisons, in, startswith, any, and, or, not.

https://learn.microsoft.com/graph/filter-query-parameter
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from teams_app.sandbox.graph.wire import GraphError

Scope = Mapping[str, Any]
Value = Callable[[Scope], Any]

TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[(),:]|[\w@./-]+)")
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": str.__contains__,
}
ANY = "/any"  # some of Graph's own pages write Any
LITERALS: dict[str, Any] = {"true": True, "false": False, "null": None}


def compiled(text: str) -> Callable[[Mapping[str, Any]], bool]:
    """A test that says whether an object passes the filter; texts compare without letter case.

    :raises GraphError: the expression cannot be read.
    """
    reader = _Reader(text)
    test = reader.expression()
    reader.end()
    return lambda item: bool(test(item))


class _Reader:
    """Reads one expression, a token at a time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = TOKEN.findall(text)
        if TOKEN.sub("", text).strip():
            raise self._fault()
        self._next = 0

    def expression(self) -> Value:
        first = self._conjunction()
        while self._take("or"):
            first = _either(first, self._conjunction())
        return first

    def end(self) -> None:
        if self._next < len(self._tokens):
            raise self._fault()

    def _conjunction(self) -> Value:
        first = self._term()
        while self._take("and"):
            first = _both(first, self._term())
        return first

    def _term(self) -> Value:
        if self._take("not"):
            inner = self._term()
            return lambda scope: not inner(scope)
        if self._take("("):
            inner = self.expression()
            self._expect(")")
            return inner
        name = self._word()
        if name in FUNCTIONS and self._take("("):
            return self._function(FUNCTIONS[name])
        if name.lower().endswith(ANY) and self._take("("):
            return self._any(name[: -len(ANY)])
        return self._comparison(_value(name))

    def _comparison(self, left: Value) -> Value:
        word = self._word()
        if word == "in":
            self._expect("(")
            choices = [_plain(choice) for choice in self._list()]
            return lambda scope: _plain(left(scope)) in choices
        if word not in COMPARISONS:
            raise self._fault()
        right = _value(self._word())
        return _compared(COMPARISONS[word], left, right)

    def _function(self, function: Callable[[str, str], bool]) -> Value:
        left = _value(self._word())
        self._expect(",")
        right = _value(self._word())
        self._expect(")")
        return lambda scope: function(str(_plain(left(scope)) or ""), str(_plain(right(scope))))

    def _any(self, path: str) -> Value:
        """``path/any(x: expression)``."""
        variable = self._word()
        self._expect(":")
        inner = self.expression()
        self._expect(")")
        items = _value(path)
        return lambda scope: any(inner({**scope, variable: each}) for each in items(scope) or ())

    def _list(self) -> list[Any]:
        values = [_value(self._word())({})]
        while self._take(","):
            values.append(_value(self._word())({}))
        self._expect(")")
        return values

    def _word(self) -> str:
        if self._next >= len(self._tokens):
            raise self._fault()
        self._next += 1
        return self._tokens[self._next - 1]

    def _take(self, token: str) -> bool:
        found = self._next < len(self._tokens) and self._tokens[self._next] == token
        self._next += found
        return found

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise self._fault()

    def _fault(self) -> GraphError:
        return GraphError(
            400, "BadRequest", f"Invalid filter clause: there is a syntax error in '{self._text}'."
        )


def _value(token: str) -> Value:
    """A literal, or a property by its path."""
    if token.startswith("'"):
        text = token[1:-1].replace("''", "'")
        return lambda _: text
    if token in LITERALS:
        return lambda _: LITERALS[token]
    if re.fullmatch(r"-?\d+(\.\d+)?", token):
        return lambda _: float(token)
    if re.match(r"\d{4}-\d\d-\d\d", token):
        return lambda _: token
    return lambda scope: _at(scope, token.split("/"))


def _at(scope: Any, path: list[str]) -> Any:
    for name in path:
        if not isinstance(scope, Mapping):
            return None
        scope = scope.get(name)
    return scope


def _plain(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _compared(test: Callable[[Any, Any], bool], left: Value, right: Value) -> Value:
    def compare(scope: Scope) -> bool:
        one, other = _plain(left(scope)), _plain(right(scope))
        try:
            return test(one, other)
        except TypeError:  # Graph takes values that cannot be compared for a "no"
            return False

    return compare


def _both(first: Value, second: Value) -> Value:
    return lambda scope: first(scope) and second(scope)


def _either(first: Value, second: Value) -> Value:
    return lambda scope: first(scope) or second(scope)
