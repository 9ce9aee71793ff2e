"""The command line: each command a thin shell over the functions that a library user calls."""

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from rhetoric import __version__
from rhetoric.api import label_records, read
from rhetoric.documents import read_articles, read_quotations
from rhetoric.errors import RhetoricError
from rhetoric.types import Article, Quote
from rhetoric.writers import Format, Record, write

_DONE, _FAILED = 0, 1
_BATCH = 256

app = typer.Typer(
    name="rhetoric",
    help="Find who is quoted saying what in news articles, and label what those words do.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE…", help="Text articles, or JSONL with one a line; - is stdin."),
]
Style = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="By default a table on a terminal, JSONL when piped."),
]
SpacyModel = Annotated[
    str | None, typer.Option(help="spaCy pipeline to parse with: a package or a folder.")
]
Terms = Annotated[
    bool, typer.Option("--terms", help="Also list titles, nicknames and scare quotes.")
]


class _Faults:
    """Prints each fault as it comes, and remembers that there was one."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: RhetoricError) -> None:
        self.count += 1
        typer.echo(f"rhetoric: {error}", err=True)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"rhetoric {__version__}")
        raise typer.Exit


@app.command()
def extract(
    files: Files = None,
    style: Style = None,
    terms: Terms = False,
    spacy_model: SpacyModel = None,
) -> None:
    """Find the quotations of articles and their speakers.

    For example:

      rhetoric extract seeds/hanoi_bridge_museum.txt

      rhetoric extract --format csv seeds/*.txt > quotations.csv

      cat article.txt | rhetoric extract -
    """
    _run_articles(_named(files), style, terms=terms, spacy_model=spacy_model, classify=False)


@app.command()
def classify(
    files: Files = None,
    text: Annotated[str | None, typer.Option(help="Label this one quotation.")] = None,
    context: Annotated[str, typer.Option(help="The sentence that carries --text.")] = "",
    quotes: Annotated[
        bool, typer.Option("--quotes", help="FILE holds quotations already extracted, as JSONL.")
    ] = False,
    style: Style = None,
    terms: Terms = False,
    model: Annotated[Path | None, typer.Option(help="Folder of the labelling model.")] = None,
    spacy_model: SpacyModel = None,
) -> None:
    """Label quotations: of articles, already extracted, or one given here.

    For example:

      rhetoric classify seeds/*.txt

      rhetoric classify --format jsonl article.txt > quotations.jsonl

      rhetoric classify --quotes quotations.jsonl

      rhetoric classify --text "We will never forget those who fell."
    """
    if text is not None:
        if files or quotes:
            msg = "give FILE or --text, not both"
            raise typer.BadParameter(msg)
    elif context:
        msg = "--context goes with --text"
        raise typer.BadParameter(msg)
    if text is not None:
        _write([("", _label([{"text": text, "context": context}], model))], style)
    elif quotes:
        faults = _Faults()
        records = read_quotations(_named(files), faults)
        _write((("quotations", _label(batch, model)) for batch in _batches(records)), style)
        raise typer.Exit(_FAILED if faults.count else _DONE)
    else:
        _run_articles(
            _named(files), style, terms=terms, spacy_model=spacy_model, classify=True, model=model
        )


def _run_articles(files: list[str], style: Format | None, **options: Any) -> None:
    faults = _Faults()
    articles = read_articles(files, faults)
    found = read(articles, **options)
    _write(((a.id, [q.to_dict() for q in quotes]) for a, quotes in _noted(found)), style)
    raise typer.Exit(_FAILED if faults.count else _DONE)


def _noted(
    found: Iterable[tuple[Article, list[Quote]]],
) -> Iterator[tuple[Article, list[Quote]]]:
    """Say on stderr which doubtful stretches were left out; they are no failure."""
    for article, quotes in found:
        for issue in article.issues:
            line = article.text.count("\n", 0, issue.start) + 1
            typer.echo(f"rhetoric: {article.id}:{line}: left out: {issue.reason}", err=True)
        yield article, quotes


def _label(records: list[dict[str, Any]], model: Path | None) -> Sequence[Record]:
    from rhetoric.store import load

    return label_records(records, load(model))


def _batches(records: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for record in records:
        batch.append(record)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _named(files: list[str] | None) -> list[str]:
    if not files:
        msg = "name at least one FILE, or - for stdin"
        raise typer.BadParameter(msg)
    return files


def _write(results: Iterable[tuple[str, Sequence[Record]]], style: Format | None) -> None:
    chosen: Format = style or ("table" if sys.stdout.isatty() else "jsonl")
    write(results, sys.stdout, chosen)


def main() -> None:
    """Run the command line; bad input and failures end in one line, never in a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        app()
    except RhetoricError as error:
        typer.echo(f"rhetoric: {error}", err=True)
        sys.exit(_FAILED)
