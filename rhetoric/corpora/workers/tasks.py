"""What workers are given, what they do with it, and what workers are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from rhetoric.corpora.worker import Analysis
from rhetoric.errors import InputError
from rhetoric.types import Article

if TYPE_CHECKING:
    from concurrent.futures import Future

    from rhetoric.labelling.model import LabelModel

Batch: TypeAlias = Sequence[Article]
Found = TypeVar("Found")

BATCHES_EACH = 2  # one under work and one waiting


class Task(Protocol[Found]):
    """A function of a batch that every worker can import; it returns an error for what failed."""

    def __call__(
        self, articles: Batch, analysis: Analysis, labeller: "LabelModel | None" = None, /
    ) -> list[Found | InputError]:
        """Read the batch."""


class Workers(Protocol[Found]):
    """Processes that read batches.

    Attributes
    ----------
    died : tuple of exception types
        What the future of a batch raises when its worker died.
    """

    died: tuple[type[BaseException], ...]

    def window(self) -> int:
        """Return how many batches should be under way."""

    def submit(self, batch: Batch) -> "Future[list[Found | InputError]]":
        """Send a batch."""

    def renew(self) -> None:
        """Replace what a death has broken."""

    def close(self) -> None:
        """Stop the workers, or what they do for this run."""
