"""The options that commands have in common."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial, wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from rhetoric.corpora.outcomes import Analysis
    from rhetoric.documents import Reading

# an option under the heading of its section of the help
input_option = partial(typer.Option, rich_help_panel="Input")
output_option = partial(typer.Option, rich_help_panel="Output")
model_option = partial(typer.Option, rich_help_panel="Models")
_many_option = partial(typer.Option, rich_help_panel="Many articles")

# html needs the articles themselves
Shown = Literal["table", "json", "jsonl", "csv", "parquet", "html"]

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE",
        help="Text, HTML, PDF, RTF, XML, or JSONL, CSV, Parquet with an article a row; packed "
        "(.gz, .zst) or not; a folder; a quoted pattern; - is stdin.",
    ),
]
FromQuotes = Annotated[
    bool,
    input_option("--quotes", help="FILE holds quotations already extracted, as JSONL."),
]
Model = Annotated[
    Path | None,
    model_option(
        metavar="DIR",
        help="Folder of the labelling model, or a shipped one: “default” or “ngrams”.",
    ),
]
SpacyModel = Annotated[
    str | None,
    model_option(metavar="NAME", help="spaCy pipeline to parse with: a package or a folder."),
]
TableOrJson = Annotated[
    Literal["table", "json"] | None,
    typer.Option("--format", "-f", help="By default a table on a terminal, JSON when piped."),
]


@dataclass(frozen=True, slots=True)
class ArticleOptions:
    """What the commands that read articles can be told, as the command line has it."""

    files: Files = None
    text_column: Annotated[
        str,
        input_option(
            metavar="NAME", help="Column or key of JSONL, CSV, Parquet that holds the text."
        ),
    ] = "text"
    id_column: Annotated[
        str | None,
        input_option(metavar="NAME", help="The one that holds the id; “id” where there is one."),
    ] = None
    max_bytes: Annotated[
        int | None,
        input_option(
            min=1,
            metavar="BYTES",
            help="Largest file or record that is read, unpacked; 30 MB if left out.",
        ),
    ] = None
    style: Annotated[
        Shown | None,
        output_option(
            "--format",
            "-f",
            help="By default as --output ends; else a table on a terminal, JSONL when piped.",
        ),
    ] = None
    output: Annotated[
        Path | None,
        output_option(
            "--output",
            "-o",
            metavar="FILE|DIR",
            help="Write to this file: .jsonl, .json, .csv, .parquet or .html; or to a folder, by "
            "which a long run can be stopped and go on.",
        ),
    ] = None
    with_text: Annotated[
        bool,
        output_option("--with-text", help="Add the article's text, which offsets refer to."),
    ] = False
    terms: Annotated[
        bool, output_option("--terms", help="Also list titles, nicknames and scare quotes.")
    ] = False
    no_turns: Annotated[
        bool,
        output_option(
            "--no-turns",
            help="Leave out the turns of transcripts and interviews, which have no marks.",
        ),
    ] = False
    spacy_model: SpacyModel = None
    jobs: Annotated[
        int | None,
        _many_option(
            "--jobs", "-j", min=1, help="Processes to read in; one for each core if left out."
        ),
    ] = None
    dask: Annotated[
        str | None,
        _many_option(metavar="ADDRESS", help="Let the workers of this dask scheduler read."),
    ] = None
    article_timeout: Annotated[
        float | None,
        _many_option(metavar="SECONDS", min=0.001, help="Give up an article that takes longer."),
    ] = None
    shard_size: Annotated[
        int, _many_option(min=1, metavar="N", help="Articles to a shard of --output DIR.")
    ] = 1000
    resume: Annotated[
        bool,
        _many_option("--resume", help="Go on with the run that was stopped in --output DIR."),
    ] = False
    quiet: Annotated[
        bool,
        _many_option("--quiet", "-q", help="Show neither progress nor the summary of --output."),
    ] = False
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            "-v",
            help="Say on stderr which pipeline and model are at work, and from where.",
        ),
    ] = False

    @property
    def names(self) -> list[str]:
        """The files, of which there must be one."""
        return named(self.files)

    @property
    def reading(self) -> "Reading":
        """How they are read."""
        from rhetoric.documents.reading import DEFAULT_MAX_BYTES, Reading

        return Reading(self.text_column, self.id_column, self.max_bytes or DEFAULT_MAX_BYTES)

    def analysis(self, **labelling: Any) -> "Analysis":
        """Return what to find in them, and how it is labelled."""
        from rhetoric.corpora.outcomes import Analysis

        return Analysis(
            spacy_model=self.spacy_model,
            terms=self.terms,
            turns=not self.no_turns,
            with_text=self.with_text,
            article_timeout=self.article_timeout,
            **labelling,
        )


def takes_articles(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take each of `ArticleOptions` beside its own, and get them as one value."""
    shared = [
        Parameter(field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=field.type)
        for field in fields(ArticleOptions)
    ]
    own = [
        parameter.replace(kind=Parameter.KEYWORD_ONLY)
        for parameter in signature(command).parameters.values()
        if parameter.name != "options"
    ]

    @wraps(command)
    def taking(**given: Any) -> None:
        options = ArticleOptions(
            **{parameter.name: given.pop(parameter.name) for parameter in shared}
        )
        command(options=options, **given)

    # what typer looks at
    taking.__signature__ = Signature([*shared, *own])  # type: ignore[attr-defined]
    taking.__annotations__ = {parameter.name: parameter.annotation for parameter in (*shared, *own)}
    return taking


def named(files: list[str] | None) -> list[str]:
    """Return the files, of which there must be one."""
    if not files:
        msg = "name at least one FILE, or - for stdin"
        raise typer.BadParameter(msg)
    return files
