"""What the commands have in common: options, exit codes, how faults are told."""

from collections.abc import Iterable
from itertools import groupby, islice
from pathlib import Path
from typing import Annotated, Literal

import typer

from rhetoric.errors import RhetoricError, printable
from rhetoric.learning.labelled.formats import Format as LabelledFormat
from rhetoric.learning.labelled.records import Labelled, Note

DONE, FAILED = 0, 1
# 128 + SIGPIPE: what a shell tells of any command whose reader had enough
READER_GONE = 141
# 128 + SIGINT
STOPPED = 130

_SHOWN = 5

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE…",
        help="Text, HTML, PDF, RTF, XML, or JSONL, CSV, Parquet with an article a row; packed "
        "(.gz, .zst) or not; a folder; a quoted pattern; - is stdin.",
    ),
]
TextColumn = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Column or key of JSONL, CSV, Parquet that holds the text.",
        rich_help_panel="Input",
    ),
]
IdColumn = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The one that holds the id; “id” where there is one.",
        rich_help_panel="Input",
    ),
]
MaxBytes = Annotated[
    int,
    typer.Option(
        min=1,
        metavar="BYTES",
        help="Largest article that is read, unpacked.",
        rich_help_panel="Input",
    ),
]
# html needs the articles themselves
Shown = Literal["table", "json", "jsonl", "csv", "parquet", "html"]
Style = Annotated[
    Shown | None,
    typer.Option(
        "--format",
        "-f",
        help="By default as --output ends; else a table on a terminal, JSONL when piped.",
        rich_help_panel="Output",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE|DIR",
        help="Write to this file: .jsonl, .json, .csv, .parquet or .html; or to a folder, by which "
        "a long run can be stopped and go on.",
        rich_help_panel="Output",
    ),
]
WithText = Annotated[
    bool,
    typer.Option(
        "--with-text",
        help="Add the article's text, which offsets refer to.",
        rich_help_panel="Output",
    ),
]
Terms = Annotated[
    bool,
    typer.Option(
        "--terms", help="Also list titles, nicknames and scare quotes.", rich_help_panel="Output"
    ),
]
NoTurns = Annotated[
    bool,
    typer.Option(
        "--no-turns",
        help="Leave out the turns of transcripts and interviews, which have no marks.",
        rich_help_panel="Output",
    ),
]
Model = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Folder of the labelling model; the shipped one, “default”, if left out.",
        rich_help_panel="Models",
    ),
]
SpacyModel = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="spaCy pipeline to parse with: a package or a folder.",
        rich_help_panel="Models",
    ),
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        help="Say on stderr which pipeline and model are at work, and from where.",
    ),
]
Data = Annotated[
    list[Path],
    typer.Argument(
        metavar="DATA…",
        help="Labelled quotations: JSONL, CSV, or an export of Label Studio (JSON), doccano "
        "(JSONL), Prodigy (choice) or argilla.",
    ),
]
DataText = Annotated[
    str | None,
    typer.Option(
        "--text-column",
        metavar="NAME",
        help="Column or key of DATA that holds the quoted words; “text” if left out.",
    ),
]
DataFormat = Annotated[
    LabelledFormat | None,
    typer.Option(help="Format of DATA; found by what stands in it if left out."),
]

ArticleTimeout = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS",
        min=0.001,
        help="Give up an article that takes longer.",
        rich_help_panel="Many articles",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        help="Processes to read in; one for each core if left out.",
        rich_help_panel="Many articles",
    ),
]
Dask = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Let the workers of this dask scheduler read.",
        rich_help_panel="Many articles",
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Go on with the run that was stopped in --output DIR.",
        rich_help_panel="Many articles",
    ),
]
ShardSize = Annotated[
    int,
    typer.Option(
        min=1,
        metavar="N",
        help="Articles to a shard of --output DIR.",
        rich_help_panel="Many articles",
    ),
]
Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet",
        "-q",
        help="Show neither progress nor the summary of --output.",
        rich_help_panel="Many articles",
    ),
]


def tell(message: str) -> None:
    """Say something on stderr, in one line whatever it quotes."""
    typer.echo(f"rhetoric: {printable(message)}", err=True)


class Faults:
    """Tells each fault as it comes, and remembers how many there were."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: RhetoricError) -> None:
        """Tell a fault."""
        self.count += 1
        tell(str(error))


def named(files: list[str] | None) -> list[str]:
    """Return the files, of which there must be one."""
    if not files:
        msg = "name at least one FILE, or - for stdin"
        raise typer.BadParameter(msg)
    return files


def tell_left_out(labelled: Labelled) -> None:
    """Say on stderr which rows are no labelled quotation, and why."""
    _tell_notes("left out", labelled.left_out)


def tell_doubtful(labelled: Labelled) -> None:
    """Say on stderr which labelled quotations stand there more than once, or with two answers."""
    _tell_notes("duplicate, left out", labelled.duplicates)
    _tell_notes("contradiction, kept", labelled.contradictions)
    _tell_notes("annotators differ", labelled.disagreements)


def _tell_notes(what: str, notes: Iterable[Note]) -> None:
    """Say what was noticed, of each file the first few."""
    for file, of_file in groupby(notes, lambda note: note.source.rpartition(":")[0]):
        for note in islice(of_file, _SHOWN):
            tell(f"{note.source}: {what}: {note.reason}")
        more = sum(1 for _ in of_file)
        if more:
            tell(f"{file}: and {more} more: {what}")
