"""Results of the evaluation as JSON holds them."""

import json
from dataclasses import asdict
from typing import Any


def plain(value: Any) -> Any:
    """Return a value as JSON would: dataclasses by name, numbers rounded to four places.

    Examples
    --------
    >>> from rhetoric.evaluation.figures import Figure
    >>> plain({"recall": Figure(0.123456, 0.0, 1.0)})
    {'recall': {'value': 0.1235, 'low': 0.0, 'high': 1.0}}
    """
    as_json = json.dumps(value, default=asdict)
    return json.loads(as_json, parse_float=lambda number: round(float(number), 4))
