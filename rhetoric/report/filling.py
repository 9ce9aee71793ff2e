"""The templates of this package, filled and written."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rhetoric.errors import writing

if TYPE_CHECKING:
    from jinja2 import Environment

# no character of HTML: controls, half surrogates, non-characters
_SPACES = re.compile(r"[\r\x0b\x0c\x1c-\x1f\x85]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def fill(template: str, **values: Any) -> str:
    """Return a template of ``report/templates``, filled; all but Markdown escape what they show.

    Parameters
    ----------
    template : str
        Its file's name.
    **values
        What it shows.
    """
    return _environment().get_template(template).render(values)


def script(name: str) -> str:
    """Return a script of ``report/templates`` as it stands between its tags."""
    from markupsafe import Markup

    return Markup(fill(name))  # noqa: S704 - a file of this package, with nothing filled in


def write_text(path: Path, text: str) -> None:
    """Write a text file as UTF-8.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    with writing(path):
        path.write_text(text, encoding="utf-8")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=PackageLoader("rhetoric.report"),
        autoescape=select_autoescape(disabled_extensions=("md", "js"), default=True),
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "two": lambda value: f"{value:.2f}",
        "three": lambda value: f"{value:.3f}",
        "signed": _signed,
        "count": lambda value: f"{value:,}",
        "percent": lambda value: f"{value:.0%}",
        "cell": _markdown_cell,
        "code": lambda value: value.replace("`", "'"),
        "sha256": lambda text: "sha256-" + b64encode(sha256(text.encode()).digest()).decode(),
    }
    return made


def _printable(value: Any) -> Any:
    """Put a sign in the place of each character that HTML cannot hold."""
    if hasattr(value, "__html__"):  # a macro's output, which has been through here
        return value
    return _FORBIDDEN.sub("\ufffd", _SPACES.sub(" ", str(value)))


def _signed(value: float, digits: int = 3) -> str:
    return f"{value:+.{digits}f}".replace("-", "−")


def _markdown_cell(value: object) -> str:
    """Return a value as it can stand in a cell of a Markdown table."""
    return " ".join(str(value).split()).replace("<", "&lt;").replace("|", "\\|")
