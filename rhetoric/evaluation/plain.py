"""Results of the evaluation as JSON holds them."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def plain(value: Any) -> Any:
    """Return a value in plain types: dataclasses by name, numbers rounded to four places.

    Examples
    --------
    >>> from rhetoric.evaluation.figures import Figure
    >>> plain({"recall": Figure(0.123456, 0.0, 1.0)})
    {'recall': {'value': 0.1235, 'low': 0.0, 'high': 1.0}}
    """
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value
