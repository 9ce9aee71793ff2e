"""Statements that do one thing among others, made of two quotations of one batch each.

The quotations of this folder are short and do what they do from the first word to the last. A
speech or a post says more: thirty words, of which eight stand with somebody. Two quotations put
one after the other, with the labels of both, teach a model that a label does not depend on all the
words around it. They are made while training, never stored, and no figure is measured on them.
"""

from dataclasses import replace

import numpy as np

from rhetoric.learning.labelled import Labelled, LabelledRecord

_SHARE = 0.5


def with_joined(data: Labelled) -> Labelled:
    """Return the data followed by joined quotations, half as many, drawn with a fixed seed.

    Both parts are of one batch, so that folds of whole batches hold out the joined ones too.
    """
    rng = np.random.default_rng(0)
    joined: list[LabelledRecord] = []
    batches = np.array(data.groups)
    for batch in sorted(set(data.groups)):
        rows = np.flatnonzero(batches == batch)
        first, second = rng.choice(rows, (2, int(len(rows) * _SHARE)))
        for i, j in zip(first, second, strict=True):
            one, other = data.records[i], data.records[j]
            text, labels = f"{one.text} {other.text}", {*one.labels, *other.labels}
            joined.append(LabelledRecord(text, tuple(sorted(labels)), group=batch))
    return replace(data, records=(*data.records, *joined))
