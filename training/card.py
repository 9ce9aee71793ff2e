"""What the default model's card says that no figure tells."""

from pathlib import Path

from rhetoric.evaluation import Evaluation
from rhetoric.learning.card import Remarks, write_card
from rhetoric.learning.classifier import QuoteClassifier
from rhetoric.learning.labelled import Labelled
from rhetoric.learning.train import training_of

_SUMMARY = """\
Labels quotations of speeches, official posts and news in English. Built by
`python -m training.build`."""

_PURPOSE = """\
For sorting and counting large numbers of quotations by what their words do, with a reader at the
end. Not for judging persons, nor for truth or intent; not for other languages; not, without a
reader, for single cases. Labels follow `training/CODEBOOK.md`."""

_MODEL = """\
One logistic regression a label over hashed n-grams of the quotation and, apart, of its carrier,
and the sum of word-piece vectors distilled from all-MiniLM-L6-v2 (Apache-2.0; see NOTICE). Where
fewer than ten words are quoted, the carrier is read as if it were quoted too. Trained
on the quotations and on half as many pairs of them put one after the other."""

_DATA = """\
Written for this project in {batches} batches, each in another register or on another border of the
codebook; none was collected, and none of the words is anybody's. {hard:,} quotations without a
label share vocabulary or subject with one. Agreement of readers: see the codebook."""

_FIGURES = """\
A group is a batch, so a fold is always of kinds of text that its model had not seen. The written
data has more positives and more borderline cases than the news."""

_FAILURES = """\
Negation and irony turn a label only where single words tell them; words of opponents that the
speaker rejects are often taken for the speaker's; short fragments depend on a carrier that may
not tell.
`python -m training.behaviour` lists pairs that fail."""


def write_default_card(
    folder: Path,
    classifier: QuoteClassifier,
    data: Labelled,
    evaluation: Evaluation,
) -> None:
    """Write the card of the default model.

    Parameters
    ----------
    folder : pathlib.Path
        The model's.
    classifier : QuoteClassifier
    data : Labelled
        What it was fitted to.
    evaluation : Evaluation
        On the folds that were held out.
    """
    hard = sum(record.meta["hard"] for record in data.records)
    remarks = Remarks(
        summary=_SUMMARY,
        purpose=_PURPOSE,
        model=_MODEL,
        data=_DATA.format(batches=len(set(data.groups)), hard=hard),
        figures=_FIGURES,
        failures=_FAILURES,
    )
    write_card(
        folder,
        evaluation,
        training_of(classifier),
        name="default",
        fields={
            name: [record.meta[name] for record in data.records] for name in ("register", "region")
        },
        remarks=remarks,
    )
