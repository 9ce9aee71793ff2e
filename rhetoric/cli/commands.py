"""The commands, each loaded when it is called: the help of the whole needs none of them."""

from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

from rhetoric.cli.help import SectionedCommand, SectionedGroup

_READING, _MANY, _MODELS = "Reading articles", "Many articles", "Models and labels"
# name, module below rhetoric.cli, section, the first sentence of what its own help says
_COMMANDS = (
    ("extract", "articles", _READING, "Find the quotations of articles and their speakers."),
    ("classify", "articles", _READING, "Label quotations: of articles, extracted already, or one."),
    ("demo", "demo", _READING, "Read a sample article: its quotations, speakers and labels."),
    ("trace", "corpora", _MANY, "Group what many outlets quote of one utterance."),
    ("labels", "labels", _MODELS, "Say what each label means and when it is given."),
    ("suggest", "suggest", _MODELS, "Pick the quotations whose labels would teach most."),
    ("train", "train", _MODELS, "Train a model on labelled quotations."),
    ("evaluate", "evaluate", _MODELS, "Measure a model on labelled quotations."),
)
_MODULES = {name: module for name, module, _, _ in _COMMANDS}


class CommandGroup(SectionedGroup):
    """All commands."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, _, section, summary in _COMMANDS:
            self.commands[name] = SectionedCommand(name, help=summary, rich_help_panel=section)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as typer calls it
        """Return a command ready to be called; None where there is none of that name."""
        return load_command(cmd_name) if cmd_name in _MODULES else None


def load_command(name: str) -> Any:
    """Return a command with its options, from the function of its name."""
    function = getattr(import_module(f"rhetoric.cli.{_MODULES[name]}"), name)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name, cls=SectionedCommand)(function)
    return get_command(alone)
