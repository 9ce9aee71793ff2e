"""How the commands tell what happened: exit codes, lines on stderr, faults as they come."""

import typer

from rhetoric.errors import RhetoricError, printable

DONE, FAILED = 0, 1
# 128 + SIGPIPE: what a shell tells of any command whose reader had enough
READER_GONE = 141
# 128 + SIGINT
STOPPED = 130


def tell(message: str) -> None:
    """Say something on stderr, in one line whatever it quotes."""
    typer.echo(f"rhetoric: {printable(message)}", err=True)


class Faults:
    """Tells each fault as it comes, and remembers how many there were."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: RhetoricError) -> None:
        """Tell a fault."""
        self.count += 1
        tell(str(error))
