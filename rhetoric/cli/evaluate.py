"""The command that measures a model on labelled quotations."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rhetoric.cli.data import Data, DataFormat, DataText, tell_doubtful, tell_left_out
from rhetoric.cli.shared import TableOrJson

if TYPE_CHECKING:
    from rhetoric.evaluation import Evaluation
    from rhetoric.learning.labelled import Labelled

_SHIPPED = Path("default")


def evaluate(
    data: Data,
    data_format: DataFormat = None,
    text_column: DataText = None,
    model: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of the model; “default” is the shipped one.")
    ] = _SHIPPED,
    compare: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Is this model better, its folder or “default”?"),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html", dir_okay=False, help="Also write a page with the curves."
        ),
    ] = None,
    style: TableOrJson = None,
) -> None:
    """Measure a model on labelled quotations.

    They should be such that it was not trained on.

    A record has a text, its labels (none for an empty list) and, where they are known, a context
    and a group: the article or speech it comes from, which intervals then draw as a whole.

    For example:

      rhetoric evaluate labelled.jsonl --report figures.html

      rhetoric evaluate labelled.jsonl --model models/default --compare default --format json
    """
    from rhetoric.cli.evaluation_tables import print_evaluation
    from rhetoric.cli.output import destination, refuse_inputs
    from rhetoric.errors import writing
    from rhetoric.evaluation import compare as compared
    from rhetoric.learning.labelled import read_labelled
    from rhetoric.report.evaluation import write_page

    refuse_inputs([report], data)
    if report:
        with writing(report):  # before anything is measured in vain
            report.parent.stat()
    labelled = read_labelled(data, data_format, text_column=text_column)
    tell_left_out(labelled)
    tell_doubtful(labelled)
    found = _measured(labelled.distinct, model)
    comparison = compared(found, _measured(labelled.distinct, compare)) if compare else None
    if report:
        write_page(report, found, comparison)
    with destination(None) as out:
        if (style or ("table" if out.isatty() else "json")) == "table":
            print_evaluation(found, out, comparison)
        else:
            shown = found.to_dict() | {"comparison": comparison.to_dict() if comparison else None}
            out.write(json.dumps(shown, ensure_ascii=False, indent=1) + "\n")


def _measured(labelled: "Labelled", folder: Path) -> "Evaluation":
    from rhetoric.evaluation import evaluate as measure
    from rhetoric.labelling.store import load

    model = load(folder)
    return measure(model, labelled.samples, labelled.labels, labelled.groups, name=str(folder))
