"""Results as a pandas table."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rhetoric.arguments import each_of
from rhetoric.errors import RhetoricError, needing
from rhetoric.types import Quote
from rhetoric.writers.columns import OFFSETS, QuoteRecord, columns_of, flat

if TYPE_CHECKING:
    from pandas import DataFrame


def to_pandas(quotes: Iterable[Quote | QuoteRecord]) -> "DataFrame":
    """Return quotations as a table, one a row, with the columns of the CSV.

    Cells are as they are: labels a list, nothing marked against spreadsheets.

    Parameters
    ----------
    quotes : iterable of Quote or mapping
        Quotations, or their records as `rhetoric.records_of` makes them.

    Raises
    ------
    RhetoricError
        When pandas is not installed.

    Examples
    --------
    >>> import rhetoric
    >>> table = to_pandas(rhetoric.extract("“We stay here,” Ana Ruiz said."))
    >>> table.loc[0, ["text", "speaker_name"]].tolist()
    ['We stay here,', 'Ana Ruiz']
    """
    with needing("pandas", "to_pandas", RhetoricError):
        import pandas as pd
    found = each_of(quotes, "quotes", Quote | Mapping, "Quote or their records")
    rows = [flat(quote.to_dict() if isinstance(quote, Quote) else quote) for quote in found]
    table = pd.DataFrame(rows, columns=list(columns_of(rows)))
    # offsets of what is missing are <NA>, not a reason to make all others fractions
    return table.astype(dict.fromkeys(OFFSETS, "Int64"))
