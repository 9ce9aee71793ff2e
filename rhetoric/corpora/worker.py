"""One process that reads articles: one that fails is set aside, the others stay."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rhetoric.api import label_each
from rhetoric.corpora.outcomes import Analysis, Analyzed, Item, Outcome, failed
from rhetoric.errors import InputError
from rhetoric.types import Article

if TYPE_CHECKING:
    from rhetoric.labelling.model import LabelModel


class Worker:
    """Holds the models, loaded once, and reads with them to its end.

    What becomes of a model's folder meanwhile, a training anew for instance, changes nothing.

    Parameters
    ----------
    analysis : Analysis
        What to find in articles.
    model : LabelModel, optional
        A labelling model that was loaded elsewhere and sent here.

    Raises
    ------
    ModelError
        When a model cannot be loaded.
    """

    def __init__(self, analysis: Analysis, model: "LabelModel | None" = None) -> None:
        from threadpoolctl import ThreadpoolController

        from rhetoric.extraction.extractor import load_extractor

        self._extractor = load_extractor(
            analysis.spacy_model, terms=analysis.terms, turns=analysis.turns
        )
        self._model = model or load_model(analysis)
        self._explain, self._alone = analysis.explain, analysis.alone
        self._threads = ThreadpoolController()

    def read(self, items: Sequence[Item]) -> list[Outcome]:
        """Find the quotations of some articles; return for each those, or why it failed.

        spaCy parses them together. When that fails, each is taken by itself to find the one.

        Parameters
        ----------
        items : sequence of Article or InputError
            A fault of reading stays as it is, at its place.
        """
        articles = [item for item in items if isinstance(item, Article)]
        # BLAS keeps to one thread: workers share the cores, and sums keep their order
        with self._threads.limit(limits=1):
            found = iter(self._together(articles))
        return [item if isinstance(item, InputError) else next(found) for item in items]

    def _together(self, articles: Sequence[Article]) -> list[Outcome]:
        try:
            return list(self._analyze(articles))
        except Exception as error:  # noqa: BLE001 - whatever one does, the others must be analysed
            if len(articles) == 1:
                return [failed(articles[0], error)]
        return [outcome for article in articles for outcome in self._together([article])]

    def _analyze(self, articles: Sequence[Article]) -> list[Analyzed]:
        # spaCy's store of strings forgets these words afterwards, or it would grow for ever
        with self._extractor.nlp.memory_zone():
            extracted = list(self._extractor.pipe(articles))
        if self._model is None:
            return [Analyzed(article, quotes) for article, quotes in extracted]
        from rhetoric.labelling.utterances import explained

        labelled = label_each([quotes for _, quotes in extracted], self._model, alone=self._alone)
        if self._explain:
            labelled = [explained(quotes, self._model) for quotes in labelled]
        found = zip((article for article, _ in extracted), labelled, strict=True)
        return [Analyzed(article, quotes) for article, quotes in found]


def load_model(analysis: Analysis) -> "LabelModel | None":
    """Return the model that an analysis labels with, or none where nothing is to be labelled.

    Raises
    ------
    ModelError
        When it cannot be loaded, or lacks a label that a threshold names.
    ValueError
        When a threshold is no probability.
    """
    if not analysis.classify:
        return None
    from rhetoric.labelling.store import load

    return load(analysis.model).select(threshold=analysis.threshold)
