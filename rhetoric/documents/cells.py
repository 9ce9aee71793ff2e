"""Cells that a spreadsheet takes for what they are, whoever writes or reads them."""

import re

# What a spreadsheet takes for the start of a formula (OWASP, "CSV Injection"), full-width too.
# A cell with an apostrophe of its own before it gets another, or `restore` would take that one.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


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
