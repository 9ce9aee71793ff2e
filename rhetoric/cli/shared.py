"""The options that commands have in common."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from rhetoric.learning.labelled.formats import Format as LabelledFormat

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE",
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
        help="Folder of the labelling model, or a shipped one: “default” or “ngrams”.",
        rich_help_panel="Models",
    ),
]
Threshold = Annotated[
    list[str] | None,
    typer.Option(
        metavar="P|LABEL=P",
        help="Give labels from this probability on, or one of them; may be repeated.",
        rich_help_panel="Models",
    ),
]
Alone = Annotated[
    bool,
    typer.Option(
        "--alone",
        help="Label each quotation without the rest of its article.",
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
        metavar="DATA",
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


def named(files: list[str] | None) -> list[str]:
    """Return the files, of which there must be one."""
    if not files:
        msg = "name at least one FILE, or - for stdin"
        raise typer.BadParameter(msg)
    return files


def thresholds_of(given: list[str] | None) -> float | dict[str, float] | None:
    """Return what ``--threshold`` says: one for all labels, or one for each that is named.

    Parameters
    ----------
    given : list of str or None
        ``0.6`` or ``solidarity=0.4``, as often as it was given.

    Raises
    ------
    typer.BadParameter
        When it is no probability, or both kinds are given.

    Examples
    --------
    >>> thresholds_of(["0.6"]), thresholds_of(["hope=0.4", "fear=0.7"]), thresholds_of(None)
    (0.6, {'hope': 0.4, 'fear': 0.7}, None)
    """
    if not given:
        return None
    named = {}
    for one in given:
        label, _, number = one.rpartition("=")
        try:
            least = float(number)
        except ValueError:
            least = float("nan")
        if not 0 <= least <= 1 or (not label and len(given) > 1):
            msg = f"--threshold {one}: give one number from 0 to 1, or LABEL=NUMBER for each label"
            raise typer.BadParameter(msg)
        named[label] = least
    return named.get("", named)
