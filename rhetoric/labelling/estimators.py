"""Scores of scikit-learn estimators: for models whose features or learner a user has swapped.

On disk they are a skops file, which holds types by name and no code. Only the types that skops
itself knows to be harmless (numpy's, scipy's, scikit-learn's) are read.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import issparse

from rhetoric.arrays import Floats
from rhetoric.errors import ModelError, needing
from rhetoric.labelling.features import Features
from rhetoric.labelling.samples import Sample

if TYPE_CHECKING:
    from rhetoric.labelling.model import LabelModel


PROBE = "probe"
# of the probability of an estimator that is sure: its log odds, 14, stay within those of others
_SMALLEST = 1e-6
_PROBED = (
    Sample("We will stand by them as they stood by us.", "“…”, the minister said."),
    Sample("bread and steel"),
    Sample("Nobody told us that the bridge would close on Monday."),
)


def scores_of(estimator: Any, matrix: Any) -> Floats:
    """Return the scores that a fitted classifier of one label gives, shape (samples,).

    They are its decision function, or the log odds of its probability where it has none.
    """
    if hasattr(estimator, "decision_function"):
        return np.asarray(estimator.decision_function(matrix), dtype=np.float64)
    p = np.clip(estimator.predict_proba(matrix)[:, 1], _SMALLEST, 1 - _SMALLEST)
    return np.asarray(np.log(p / (1 - p)), dtype=np.float64)


def weights_of(estimator: Any, columns: int) -> tuple[Floats, float] | None:
    """Return what a linear classifier of one label learned: its weights and its intercept.

    Parameters
    ----------
    estimator : Any
        A fitted classifier of scikit-learn.
    columns : int
        Of the matrix that it was fitted to.

    Returns
    -------
    tuple of array, shape (columns,), and float, or None
        None when it has not learned one weight for each column.
    """
    coef: Any = getattr(estimator, "coef_", None)
    # a support vector machine that was fitted to a sparse matrix keeps sparse weights
    coef = coef.toarray() if issparse(coef) else coef
    # one that is told to learn no intercept keeps a number instead of an array
    intercept = np.ravel(getattr(estimator, "intercept_", 0.0))
    if coef is None or np.shape(coef) != (1, columns) or len(intercept) != 1:
        return None
    return np.asarray(coef[0], dtype=np.float64), float(intercept[0])


@dataclass(frozen=True, slots=True)
class EstimatorScorer:
    """Scores quotations with fitted scikit-learn estimators.

    Attributes
    ----------
    features : Any
        What turns samples into a matrix.
    estimators : tuple
        One fitted classifier for each label.
    """

    features: Any
    estimators: tuple[Any, ...]

    def scores(self, samples: Sequence[Sample]) -> Floats:
        """Return the scores, shape (samples, labels)."""
        matrix = self.features.transform(samples)
        return np.stack([scores_of(each, matrix) for each in self.estimators], axis=1)

    def evidence(self, sample: Sample) -> dict[str, Floats]:  # noqa: ARG002 - part of Scorer
        """Refuse: the score of an estimator that is not ours need not split over tokens."""
        kinds = sorted({type(each).__name__ for each in self.estimators})
        msg = f"{', '.join(kinds)} gives no evidence; only a linear model over our features does"
        raise ModelError(msg)

    def select(self, kept: Sequence[int]) -> "EstimatorScorer":
        """Return the scorer for some of its labels, by their places."""
        return EstimatorScorer(self.features, tuple(self.estimators[i] for i in kept))


def write_estimators(path: Path, scorer: EstimatorScorer) -> None:
    """Write estimators, and their features where these are not ours, to a skops file.

    Raises
    ------
    ModelError
        When skops is not installed, or a type is among them that would not be read again.
    """
    skops = _skops()
    skops.dump(_held(scorer), path)
    _refuse_strangers(skops, path)


def strangers_of(scorer: EstimatorScorer) -> list[str]:
    """Return the types of a scorer that would not be read again.

    Raises
    ------
    ModelError
        When skops is not installed.
    """
    skops = _skops()
    return list(skops.get_untrusted_types(data=skops.dumps(_held(scorer))))


def _held(scorer: EstimatorScorer) -> dict[str, Any]:
    """Return what a file holds: estimators, and their features where these are not ours."""
    held: dict[str, Any] = {"estimators": list(scorer.estimators)}
    return held if isinstance(scorer.features, Features) else held | {"features": scorer.features}


def read_estimators(path: Path, features: Features) -> EstimatorScorer:
    """Read estimators from a skops file; nothing in it is executed.

    Parameters
    ----------
    path : pathlib.Path
        The file that `write_estimators` wrote.
    features : Features
        Ours, fitted, for a file that holds no others.

    Raises
    ------
    ModelError
        When skops is not installed, the file is none of its, or it asks for other types.
    """
    skops = _skops()
    _refuse_strangers(skops, path)
    try:
        held = skops.load(path, trusted=[])
        estimators = tuple(held["estimators"])
    except Exception as error:
        msg = f"{path} cannot be read ({error}); train the model again"
        raise ModelError(msg) from error
    if "features" in held:
        return EstimatorScorer(held["features"], estimators)
    return EstimatorScorer(features, estimators)


def _skops() -> Any:
    with needing("skops", "a model with its own estimator", ModelError):
        import skops.io
    return skops.io


def _refuse_strangers(skops: Any, path: Path) -> None:
    try:
        strangers = skops.get_untrusted_types(file=path)
    except Exception as error:
        msg = f"{path} is no skops file ({error}); train the model again"
        raise ModelError(msg) from error
    if strangers:
        msg = f"{path} asks for {', '.join(strangers)}: refused, since such a type may run code"
        raise ModelError(msg)


def probe(model: "LabelModel") -> dict[str, Any]:
    """Return what a model says of some fixed quotations, and with which scikit-learn."""
    import sklearn

    return {
        "scikit-learn": sklearn.__version__,
        "probabilities": model.predict_proba(_PROBED).round(6).tolist(),
    }


def check_version(model: "LabelModel", folder: Path) -> None:
    """Trust a model of another scikit-learn only if it still says what it said when written.

    Raises
    ------
    ModelError
        When it says something else, or cannot be asked.
    """
    import sklearn

    written = model.manifest.get(PROBE) or {}
    theirs = written.get("scikit-learn")
    if theirs == sklearn.__version__:
        return
    told = f"{folder} was trained with scikit-learn {theirs}; this is {sklearn.__version__}"
    try:
        found = model.predict_proba(_PROBED)
        same = np.allclose(found, written["probabilities"], atol=1e-4)
    except Exception as error:
        msg = (
            f"{told}, which cannot run it ({error}); train it again: rhetoric train DATA --out DIR"
        )
        raise ModelError(msg) from error
    if not same:
        msg = f"{told}, where it says something else; train it again: rhetoric train DATA --out DIR"
        raise ModelError(msg)
    warnings.warn(f"{told}; it says the same of what was asked then", stacklevel=2)
