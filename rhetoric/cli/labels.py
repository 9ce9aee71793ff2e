"""The command that explains the labels."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from rhetoric.cli.shared import Model, TableOrJson

if TYPE_CHECKING:
    from rhetoric.labelling.meanings import LabelInfo


def labels(model: Model = None, style: TableOrJson = None) -> None:
    """Say what each label means and when it is given.

    Of the shipped model, the meanings are those of the codebook that its training quotations were
    labelled by. Of any other, its labels with the thresholds and counts that its manifest holds.

    For example:

      rhetoric labels

      rhetoric labels --model models/default --format json
    """
    from rhetoric.cli.output import destination
    from rhetoric.labelling.meanings import describe_labels

    found = describe_labels(model)
    with destination(None) as out:
        if (style or ("table" if out.isatty() else "json")) == "table":
            _print_table(found, out)
        else:
            infos = [info.to_dict() for info in found]
            out.write(json.dumps(infos, ensure_ascii=False, indent=1) + "\n")


def _print_table(infos: Sequence["LabelInfo"], out: TextIO) -> None:
    from rich import box
    from rich.table import Table

    from rhetoric.errors import printable
    from rhetoric.writers.terminal import console

    table = Table(box=box.SIMPLE_HEAD, expand=True)
    explained = any(info.meaning for info in infos)
    table.add_column("Label", no_wrap=True, style="bold")
    if explained:
        table.add_column("Meaning", ratio=1)
    for title in ("From", "Quotations", "F1"):
        table.add_column(title, justify="right", no_wrap=True)
    for info in infos:
        table.add_row(
            printable(info.label),
            *([printable(info.meaning or "")] if explained else []),
            f"{info.threshold:.2f}",
            "" if info.quotations is None else f"{info.quotations:,}",
            "" if info.f1 is None else f"{info.f1:.2f}",
            end_section=True,
        )
    with console(out) as page:
        page.print(table)
        page.print(
            "From: the probability from which on a label is given. Quotations: those of the "
            "training data that have it. F1: on training data held out."
        )
