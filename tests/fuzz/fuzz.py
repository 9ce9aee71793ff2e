"""Fuzz a target for some seconds: with atheris where it is installed, else with hypothesis.

    python -m tests.fuzz.fuzz marks 600

atheris (``pip install atheris``) follows which lines an input reaches, so it looks deeper; what it
finds it writes to a file ``crash-…`` that can be given instead of the seconds to run it again.
"""

import sys
import time
from pathlib import Path

try:
    import atheris
except ImportError:
    atheris = None


def with_atheris(name: str, seconds: str) -> None:
    """Fuzz with coverage of this library's own modules; does not return."""
    with atheris.instrument_imports(include=["rhetoric"]):
        from tests.fuzz.targets import TARGETS
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=400"], TARGETS[name])
    atheris.Fuzz()


def with_hypothesis(name: str, seconds: float) -> None:
    """Fuzz with one batch of examples after the other, each of another seed."""
    from hypothesis import HealthCheck, given, seed, settings
    from hypothesis import strategies as st

    from tests.fuzz.targets import TARGETS

    end = time.monotonic() + seconds
    batch = 0
    while time.monotonic() < end:
        run = given(st.binary(max_size=400))(TARGETS[name])
        limits = settings(
            max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        seed(batch)(limits(run))()
        batch += 1
    print(f"{name}: {500 * batch:,} examples, nothing found")


def main() -> None:
    """Run the target named for the time given, or on one input kept in a file."""
    name, what = sys.argv[1], sys.argv[2]
    if Path(what).is_file():
        from tests.fuzz.targets import TARGETS

        TARGETS[name](Path(what).read_bytes())
    elif atheris is not None:
        with_atheris(name, what)
    else:
        with_hypothesis(name, float(what))


if __name__ == "__main__":
    main()
