"""What the cards of the shipped models say that no figure tells."""

from collections.abc import Sequence
from pathlib import Path

from rhetoric.evaluation import Evaluation
from rhetoric.labelling.model import LabelModel
from rhetoric.learning.card import Remarks, Training, write_card
from training.data import ARTICLE, Statement

_PURPOSE = """\
For sorting and counting large numbers of quotations by what their words do, with a reader at the
end. Not for judging persons, nor for truth or intent; not for other languages; not, without a
reader, for single cases. Labels follow `training/CODEBOOK.md`."""

_DATA = """\
Learned from {written:,} quotations that were written for this project (single statements, pairs
that a word sets apart, and {articles:,} short articles in the manner of the news, read by two
readers who did not see each other's labels; what they differed on a third one settled, or it was
left out) and from {real:,} real statements: speeches of the UN General Debate, posts of diplomats
(DIPROMATS 2024), and quotations of news (PolNeAR, the articles of SemEval 2020 task 11,
Wikinews). The words of the latter are not kept here; `training/README.md` says how to put them
together again."""

_FIGURES = """\
On the real statements of one fold of four of whose labels their readers were sure, scored by an
encoder and heads of the same recipe that saw nothing of their documents; each by itself, without
its article. In the table by register, *polnear*, *ptc* and *wikinews* are quotations of news
articles, of which one in 25 has a label. `training/README.md` tells what an article adds there."""

_UNSEEN = """\
On articles that were written in the manner of the news and that nothing was learned or chosen from
(`python -m training.unseen`), each labelled whole,"""

_FAILURES = """\
- Tributes that do not say that their subject is dead, where the article alone tells it. Among the
  quotations of one article this is mended by what the others say; a quotation by itself stays.
- Words that a speaker reports of others or rejects, and irony.
- Fragments of one or two words whose carrier names accuser and accused in one breath.
- In the news, where labels are rare, more than half of those given are wrong: read them.

`python -m training.behaviour` lists pairs that fail."""

_ABOUT = {
    "default": (
        "The shipped model: a sentence encoder with a linear head for each label.",
        """\
all-MiniLM-L6-v2 (Apache-2.0; see NOTICE), its vocabulary cut to what English news uses, fine-tuned
by `training/encoder.py` and kept as eight-bit integers in `models/encoder`. It reads the quotation
where it stands in its carrier; one logistic regression a label stands over the mean of its vectors,
three quarters of which are the quotation's. What the model `ngrams` finds plainly to be nothing it
does not read. Built by `python -m training.build`.""",
    ),
    "ngrams": (
        """\
A small and quick model, without an encoder: it decides what is plainly nothing before the default
model reads the rest, and labels by itself where `--model ngrams` asks for it.""",
        """\
One logistic regression a label over hashed n-grams of the quotation and, apart, of its carrier.
Built by `python -m training.build`.""",
    ),
}


def write_shipped_card(
    folder: Path,
    name: str,
    model: LabelModel,
    evaluation: Evaluation,
    *,
    registers: list[str],
    folds: int,
    statements: Sequence[Statement],
    unseen: Evaluation,
) -> None:
    """Write the card of a shipped model.

    Parameters
    ----------
    folder : pathlib.Path
        Where it is written.
    name : {"default", "ngrams"}
        Which of the two it is.
    model : LabelModel
        Its bands of doubt are told.
    evaluation : Evaluation
        On the folds that were held out.
    registers : list of str
        The register of each statement that was measured.
    folds : int
        How many were held out.
    statements : sequence of Statement
        What it learned from.
    unseen : Evaluation
        On the articles of `training.unseen`.
    """
    summary, about = _ABOUT[name]
    written = [s for s in statements if s.written]
    articles = {s.document for s in written if s.newslike and s.document.startswith(ARTICLE)}
    bands = dict(zip(model.labels, map(tuple, model.bands.tolist()), strict=True))
    write_card(
        folder,
        evaluation,
        Training(folds=folds, bands=bands),
        name=name,
        fields={"register": registers},
        besides={_UNSEEN: unseen},
        remarks=Remarks(
            summary=summary,
            purpose=_PURPOSE,
            model=about,
            data=_DATA.format(
                written=len(written), articles=len(articles), real=len(statements) - len(written)
            ),
            figures=_FIGURES,
            failures=_FAILURES,
        ),
    )
