"""Write ``held_out.jsonl``: what encoders say of the statements that they did not learn from.

    python -m training.held_out --real REAL.jsonl 0=FOLDER 1=FOLDER

FOLDER holds the encoder that ``python -m training.encoder --fold`` made without the documents of
that fold. Heads are fitted to its vectors of the other statements, as `training.build` fits those
that are shipped, and their scores of the fold's statements are written. ``training/build.py``
learns calibration, thresholds and the gate from them.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rhetoric.labelling.encoder import load_encoder
from training.build import fit_heads
from training.data import HELD_OUT, Statement, read_own, read_real


def score_fold(
    statements: Sequence[Statement], fold: int, folder: Path
) -> Iterator[tuple[str, list[float]]]:
    """Yield the key and the scores of each statement of a fold."""
    learned = [s for s in statements if s.fold != fold]
    heads = fit_heads(learned, load_encoder(folder))
    measured = [s for s in statements if s.fold == fold]
    scores = heads.scores([s.sample for s in measured])
    for statement, row in zip(measured, scores, strict=True):
        yield statement.key, [round(float(score), 3) for score in row]


def main(arguments: Sequence[str]) -> None:
    """Write the scores of all folds that an encoder was given for."""
    parser = argparse.ArgumentParser(prog="python -m training.held_out", allow_abbrev=False)
    parser.add_argument("--real", type=Path, required=True, help="see training/assemble.py")
    parser.add_argument("folds", nargs="+", metavar="FOLD=FOLDER")
    given = parser.parse_args(arguments)
    statements = [*(s for s in read_own() if s.newslike), *read_real(given.real)]
    scores: dict[str, list[float]] = {}
    for fold, _, folder in (argument.partition("=") for argument in given.folds):
        scores |= score_fold(statements, int(fold), Path(folder))
    lines = (json.dumps({"key": key, "scores": row}) for key, row in scores.items())
    HELD_OUT.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
