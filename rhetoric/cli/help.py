"""Help in sections: what `rich_help_panel` asks for, without the 0.1 s that rich takes to load.

The words of the libraries beneath, types in pointed brackets and what their checks say, are put in
those of a user.
"""

import re
from collections.abc import Iterable
from typing import Any

from typer import BadParameter
from typer.core import TyperCommand, TyperGroup

# how help shows what an option takes, by the type in pointed brackets; an argument's goes
_KINDS = {"int": "N", "int range": "N", "float": "X", "float range": "X", "path": "FILE"}
_KIND = re.compile(r" <([^<>]*)>$")
# what is said of a value that does not fit
_SAID = (
    (re.compile("^Value error, "), ""),
    (re.compile("^Input should be a valid integer.*"), "it must be a whole number"),
    (re.compile("^Input should be a valid number.*"), "it must be a number"),
    (re.compile("^Input should be "), "it must be "),
)


class SectionedCommand(TyperCommand):
    """A command whose options stand under the names of their panels."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options; say in plain words which value does not fit."""
        try:
            return super().parse_args(ctx, args)
        except BadParameter as error:
            for theirs, ours in _SAID:
                error.message = theirs.sub(ours, error.message)
            raise

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments and options."""
        _write_parameters(self.get_params(ctx), ctx, formatter)


class SectionedGroup(TyperGroup):
    """A group whose commands stand under the names of their panels."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options, which are flags: typer takes 0.1 s to see what one of none is."""
        for option in self.get_params(ctx):
            option.default = option.default or False
        return super().parse_args(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, then the commands."""
        _write_parameters(self.get_params(ctx), ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, _: Any, formatter: Any) -> None:
        """Write the names of the commands, each with its first sentence."""
        room = formatter.width - 6 - max(map(len, self.commands))
        _write_sections(
            (
                (_panel(command, "Commands"), (name, command.get_short_help_str(room)))
                for name, command in self.commands.items()
            ),
            formatter,
        )


def _write_parameters(parameters: Iterable[Any], ctx: Any, formatter: Any) -> None:
    records = [(parameter, parameter.get_help_record(ctx)) for parameter in parameters]
    rows = [
        ("Arguments", (_KIND.sub("", record[0]), record[1]))
        if p.param_type_name == "argument"
        else (_panel(p, "Options"), (_KIND.sub(_kind, record[0]), record[1]))
        for p, record in records
        if record is not None
    ]
    # what every command has stands last
    _write_sections(sorted(rows, key=lambda row: row[0] == "Options"), formatter)


def _kind(match: re.Match[str]) -> str:
    return " " + _KINDS.get(match[1], match[1].upper() if match[1].isalpha() else match[1])


def _panel(item: Any, otherwise: str) -> str:
    """Return the section that a command or an option asks for."""
    panel = getattr(item, "rich_help_panel", None)
    return panel if isinstance(panel, str) else otherwise


def _write_sections(rows: Iterable[tuple[str, tuple[str, str]]], formatter: Any) -> None:
    sections: dict[str, list[tuple[str, str]]] = {}
    for section, row in rows:
        sections.setdefault(section, []).append(row)
    for section, lines in sections.items():
        with formatter.section(section):
            formatter.write_dl(lines)
