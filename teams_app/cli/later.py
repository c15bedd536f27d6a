"""Commands whose modules are imported when they are asked for: some need seconds of imports."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup


class Later(TyperCommand):
    """A command that is listed with its summary, and is not imported before it is used.

    :param module: of ``teams_app.cli``; it has ``add_commands(app)``, or is a group of commands, ``app``.
    """

    def __init__(self, name: str, module: str, summary: str) -> None:
        super().__init__(name, help=summary)
        self.module = module

    def load(self) -> Any:
        """The command itself, or the group."""
        home = import_module(f"teams_app.cli.{self.module}")
        whole = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        if hasattr(home, "app"):
            whole.add_typer(home.app, name=self.name)
        else:
            home.add_commands(whole)
        found = typer.main.get_command(whole)
        return found.commands[str(self.name)] if isinstance(found, TyperGroup) else found


class Laters(TyperGroup):
    """A group of such commands; the group itself and its help import none of them."""

    later: tuple[Later, ...] = ()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        for command in self.later:
            self.add_command(command)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.load() if isinstance(command, Later) else command, rest
