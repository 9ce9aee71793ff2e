"""Whether a model with a learner or features of the user's own could be saved, told beforehand."""

from typing import Any

import numpy as np

from rhetoric.errors import ModelError
from rhetoric.labelling.estimators import EstimatorScorer, strangers_of
from rhetoric.labelling.features import Features
from rhetoric.labelling.samples import Sample
from rhetoric.learning.fitting import Fitter, Lessons

# learners of scikit-learn that are known to be saved; a test saves each
SAVABLE = (
    "BernoulliNB", "ComplementNB", "LinearSVC", "LogisticRegression", "MultinomialNB",
    "Perceptron", "RidgeClassifier", "SGDClassifier",
)  # fmt: skip
_LEARNERS = f"these learners can: {', '.join(SAVABLE)}"
# enough for a learner that cuts what it is given into folds of its own, five as a rule
_SAMPLES = [Sample(f"{words} {n}") for n in range(10) for words in ("we mourn", "bread costs")]


def check_savable(features: Any, estimator: Any) -> None:
    """Refuse what a model could not be saved with, by fitting it to a few made-up quotations.

    Parameters
    ----------
    features, estimator : Any
        As `rhetoric.learning.classifier.QuoteClassifier` is given them; None for its own.

    Raises
    ------
    ModelError
        When a type is among them that would not be read again, the learner takes no sparse matrix,
        or skops is not installed.

    Examples
    --------
    >>> from sklearn.tree import DecisionTreeClassifier
    >>> check_savable(None, DecisionTreeClassifier())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    rhetoric.errors.ModelError: a model with DecisionTreeClassifier cannot be saved, ...
    """
    gold = np.array([[n % 2 == 0] for n in range(len(_SAMPLES))])
    # our features are always saved, and an encoder would only take its time
    fitter = Fitter(None if isinstance(features, Features) else features, estimator)
    try:
        scorer = fitter.scorer(Lessons(_SAMPLES, gold, np.ones_like(gold)), [{}])
    except Exception as error:
        if "dense data is required" not in str(error):  # as scikit-learn says it
            return  # what cannot learn from so little may learn from more
        name = type(estimator).__name__
        msg = f"{name} takes no sparse matrix, as features of text are; {_LEARNERS}"
        raise ModelError(msg) from error
    if not isinstance(scorer, EstimatorScorer):
        return
    strangers = strangers_of(scorer)
    if strangers:
        kinds = " and ".join(type(one).__name__ for one in (features, estimator) if one is not None)
        msg = (
            f"a model with {kinds} cannot be saved, since {', '.join(strangers)} may run code when "
            f"it is read; {_LEARNERS}; QuoteClassifier learns with it, unsaved"
        )
        raise ModelError(msg)
