"""The commands that read articles: extract and classify."""

from collections.abc import Iterable
from typing import Annotated

import typer

from rhetoric.cli.shared import (
    ArticleOptions,
    FromQuotes,
    Model,
    input_option,
    model_option,
    output_option,
    takes_articles,
)

# options that say nothing about quotations that are there already, or about a single one
_FOR_ARTICLES = (
    "id_column", "with_text", "terms", "no_turns", "spacy_model",
    "jobs", "dask", "article_timeout", "shard_size", "resume",
)  # fmt: skip
_FOR_FILES = ("text_column", "max_bytes")


@takes_articles
def extract(options: ArticleOptions) -> None:
    """Find the quotations of articles and their speakers.

    For example:

      rhetoric extract seeds/hanoi_bridge_museum.txt

      rhetoric extract --format csv seeds/ > quotations.csv

      rhetoric extract seeds/ --output results

      cat seeds/la_paz_two_seas.txt | rhetoric extract -
    """
    from rhetoric.cli.run import run_articles

    run_articles(options, options.analysis(classify=False))


@takes_articles
def classify(
    ctx: typer.Context,
    options: ArticleOptions,
    text: Annotated[str | None, input_option(help="Label this one quotation.")] = None,
    context: Annotated[str, input_option(help="The sentence that carries --text.")] = "",
    quotes: FromQuotes = False,
    explain: Annotated[
        bool, output_option("--explain", help="Tell which words each label comes from.")
    ] = False,
    model: Model = None,
    threshold: Annotated[
        list[str] | None,
        model_option(
            metavar="P|LABEL=P",
            help="Give labels from this probability on, or one of them; may be repeated.",
        ),
    ] = None,
    alone: Annotated[
        bool,
        model_option("--alone", help="Label each quotation without the rest of its article."),
    ] = False,
) -> None:
    """Label quotations: of articles, extracted already, or one.

    For example:

      rhetoric classify seeds/*.txt

      rhetoric classify --format jsonl seeds/*.txt > quotations.jsonl

      rhetoric classify --quotes quotations.jsonl

      rhetoric classify --text "We will never forget those who fell." --explain

      rhetoric classify --format html seeds/*.txt > report.html
    """
    from rhetoric.cli.quotations import label_one, label_quotations
    from rhetoric.cli.run import run_articles

    analysis = options.analysis(
        model=model, threshold=_thresholds(threshold), alone=alone, explain=explain
    )
    if text is not None:
        if options.files or quotes:
            msg = "give FILE or --text, not both"
            raise typer.BadParameter(msg)
        _refuse(ctx, (*_FOR_ARTICLES, *_FOR_FILES), "--text")
        label_one(text, context, options, analysis)
    elif context:
        msg = "--context goes with --text"
        raise typer.BadParameter(msg)
    elif quotes:
        _refuse(ctx, _FOR_ARTICLES, "--quotes")
        label_quotations(options, analysis)
    else:
        run_articles(options, analysis)


def _refuse(ctx: typer.Context, names: Iterable[str], beside: str) -> None:
    """Refuse options that were given and would count for nothing."""
    for name in names:
        source = ctx.get_parameter_source(name)
        if source is not None and source.name != "DEFAULT":
            msg = f"--{name.replace('_', '-')} does not go with {beside}"
            raise typer.BadParameter(msg)


def _thresholds(given: list[str] | None) -> float | dict[str, float] | None:
    """Return what ``--threshold`` says: one for all labels, or one for each that is named.

    >>> _thresholds(["0.6"]), _thresholds(["hope=0.4", "fear=0.7"]), _thresholds(None)
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
