"""The command that picks what to label next."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from rhetoric.cli.data import tell_left_out
from rhetoric.cli.shared import Files, FromQuotes, Model, SpacyModel, named
from rhetoric.cli.telling import DONE, FAILED, Faults
from rhetoric.errors import printable
from rhetoric.learning.labelled.formats import Format

_BY_ENDING: tuple[Format, ...] = ("jsonl", "csv")


def suggest(
    files: Files = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Where to write what is to be labelled: a new file."),
    ] = None,
    count: Annotated[int, typer.Option("--count", "-n", min=1, help="How many quotations.")] = 50,
    style: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help="The tool that they are labelled in; by default csv or jsonl, as --out ends.",
        ),
    ] = None,
    labelled: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DATA",
            help="What is labelled already, in any of the formats; may be given again.",
        ),
    ] = None,
    quotes: FromQuotes = False,
    model: Model = None,
    spacy_model: SpacyModel = None,
) -> None:
    """Pick the quotations whose labels would teach most.

    They are written ready to be labelled, with the model's guess.

    For example:

      rhetoric suggest seeds/*.txt -n 20 --out tasks.json --format label-studio

      rhetoric suggest seeds/ --labelled labelled.jsonl --out next.csv
    """
    if out is None:
        msg = "name the file to write: --out FILE"
        raise typer.BadParameter(msg)
    from rhetoric.cli.output import refuse_inputs, style_of
    from rhetoric.corpora.folder import shards_of
    from rhetoric.labelling.store import load
    from rhetoric.learning.labelled import files_for_labelling, read_labelled, write_for_labelling
    from rhetoric.learning.suggest import suggest as pick

    chosen = style or style_of(out, _BY_ENDING)
    names = shards_of(named(files)) if quotes else named(files)
    inputs = [*names, *(labelled or ())]
    refuse_inputs([out], inputs)
    # before anything is read in vain
    refuse_inputs(files_for_labelling(out, chosen), inputs)
    done = read_labelled(labelled or ())
    tell_left_out(done)
    faults = Faults()
    found = list(_quotations(names, faults, quotes=quotes, spacy_model=spacy_model))
    picked = pick(found, load(model), count, done.records)
    written = write_for_labelling(picked, out, chosen, done.counts)
    typer.echo(
        f"{len(picked)} of {len(found)} quotations in {printable(' and '.join(map(str, written)))}"
    )
    raise typer.Exit(FAILED if faults.count else DONE)


def _quotations(
    files: list[str], faults: Faults, *, quotes: bool, spacy_model: str | None
) -> Iterator[Any]:
    from rhetoric.corpora.read import read
    from rhetoric.documents import read_articles, read_quotations

    if quotes:
        yield from read_quotations(files, faults)
        return
    articles = read_articles(files, faults)
    for _, found in read(articles, classify=False, spacy_model=spacy_model, report=faults):
        yield from found
