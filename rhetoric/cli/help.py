"""Help in sections: what `rich_help_panel` asks for, without the 0.1 s that rich takes to load."""

from collections.abc import Iterable
from typing import Any

from typer.core import TyperCommand, TyperGroup


class SectionedCommand(TyperCommand):
    """A command whose options stand under the names of their panels."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments and options."""
        _write_parameters(self.get_params(ctx), ctx, formatter)


class SectionedGroup(TyperGroup):
    """A group whose commands stand under the names of their panels."""

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
        ("Arguments" if p.param_type_name == "argument" else _panel(p, "Options"), record)
        for p, record in records
        if record is not None
    ]
    # what every command has stands last
    _write_sections(sorted(rows, key=lambda row: row[0] == "Options"), formatter)


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
