"""What the quotations of one article tell about each other: an article has a theme.

A label that fits one quotation in twenty of the news fits every second one where a memorial is
opened. For each quotation, the share of a label is estimated from the others of its article, held
back by what is usual, and its probability brought from the usual share to this one. The procedure
is that of Saerens, Latinne and Decaestecker, "Adjusting the Outputs of a Classifier to New a Priori
Probabilities", Neural Computation 14, 2002; leaving the quotation itself out is ours.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

# the usual share weighs as much as this many quotations of the article
_USUAL = 8.0
_ROUNDS = 100
_SMALLEST = 1e-9


def adjusted(probabilities: Floats, prior: Floats) -> Floats:
    """Return the probabilities of the quotations of one article, given each other.

    Parameters
    ----------
    probabilities : array, shape (quotations, labels)
        Of each quotation alone.
    prior : array, shape (labels,)
        The share of each label that these are meant for.

    Examples
    --------
    >>> alone = np.array([[0.9], [0.8], [0.9], [0.2]])
    >>> adjusted(alone, np.array([0.04])).round(2)[:, 0].tolist()
    [0.99, 0.97, 0.99, 0.72]
    >>> adjusted(alone[:1], np.array([0.04]))[:, 0].round(2).tolist()
    [0.9]
    """
    p = np.clip(probabilities, _SMALLEST, 1 - _SMALLEST)
    usual = np.clip(prior, _SMALLEST, 1 - _SMALLEST) + np.zeros_like(p)
    odds = p / (1 - p) * (1 - usual) / usual
    share, found = usual, p
    for _ in range(_ROUNDS):
        here = odds * share / (1 - share)
        found = here / (1 + here)
        share = (_USUAL * usual + found.sum(axis=0) - found) / (_USUAL + len(p) - 1)
    return np.asarray(found)
