"""Tables as CSV, whoever reads or writes them: strict rows, names of columns, harmless cells."""

import csv
import re
import sys
from collections.abc import Iterable, Iterator

from rhetoric.errors import InputError

# What a spreadsheet takes for the start of a formula (OWASP, "CSV Injection"), full-width too.
# A cell with an apostrophe of its own before it gets another, or `restore` would take that one.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")

_SHOWN = 12
# where a C long has 32 bits
_SMALLEST_LONG = 2**31 - 1


def strict_rows(
    lines: Iterable[str], delimiter: str, name: str, before: int = 0
) -> Iterator[tuple[int, list[str] | InputError]]:
    r"""Yield the line on which each row begins, and its cells or what is wrong with it.

    Blank lines are passed over. Without strictness a quote that does not close makes one row of
    many.

    Parameters
    ----------
    lines : iterable of str
    delimiter : str
    name : str
        The file, for messages.
    before : int
        How many lines of the file stand before these.

    Examples
    --------
    >>> for line, cells in strict_rows(['a,"b\n', 'c"\n', "\n", '"d'], ",", "a.csv"):
    ...     print(line, cells)
    1 ['a', 'b\nc']
    4 a.csv:4: opens a quote that never closes; the rows from here on are left out
    """
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = before + rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            reason = _reason(error, number, before + rows.line_num)
            yield number, InputError(reason, f"{name}:{number}")
        else:
            if cells:
                yield number, cells


def _reason(error: csv.Error, begun: int, ended: int) -> str:
    if "unexpected end" in str(error):
        return "opens a quote that never closes; the rows from here on are left out"
    through = f"; all up to line {ended} is left out" if ended > begun else ""
    return f"is not CSV: {error}{through}"


def allow_cells(size: int) -> None:
    """Let the CSV parser take cells of a size, or the largest it can; never lower another's limit.

    Parameters
    ----------
    size : int
    """
    limit = max(csv.field_size_limit(), min(size, sys.maxsize))
    try:
        csv.field_size_limit(limit)
    except OverflowError:
        csv.field_size_limit(_SMALLEST_LONG)


def check_size(cells: list[str], columns: list[str], place: str) -> None:
    """Refuse a row that has more or fewer cells than its header.

    Raises
    ------
    InputError
    """
    if len(cells) != len(columns):
        reason = f"has {len(cells)} cells where the header has {len(columns)}"
        raise InputError(reason, place)


def check_unique(columns: Iterable[str], name: str) -> None:
    """Refuse a table in which two columns have the same name.

    Raises
    ------
    InputError
    """
    there = list(columns)
    twice = {column for column in there if there.count(column) > 1}
    if twice:
        reason = f"has several columns of one name: {listed(sorted(twice))}"
        raise InputError(reason, name)


def defuse(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula, by an apostrophe before it.

    Examples
    --------
    >>> defuse("=SUM(A1)"), defuse("'-ism' is dead"), defuse("'Tis")
    ("'=SUM(A1)", "''-ism' is dead", "'Tis")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """Return a cell as it was before `defuse`.

    Examples
    --------
    >>> restore("'=SUM(A1)"), restore("'Tis")
    ('=SUM(A1)', "'Tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def listed(names: Iterable[str]) -> str:
    """Return names as a message lists them.

    Examples
    --------
    >>> listed(["body", "date"]), listed([])
    ('"body", "date"', 'nothing')
    """
    quoted = [f'"{name}"' for name in names]
    more = [f"{len(quoted) - _SHOWN} more"] if len(quoted) > _SHOWN else []
    return ", ".join(quoted[:_SHOWN] + more) or "nothing"
