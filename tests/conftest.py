import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from rhetoric.extraction.attribution.attribute import attribute
from rhetoric.extraction.attribution.attribution import Attribution
from rhetoric.extraction.attribution.attribution import Attributions as Known
from rhetoric.extraction.extractor import Extractor, load_extractor
from rhetoric.extraction.marks.stretches import find_stretches
from rhetoric.extraction.narration import mask
from rhetoric.extraction.paragraph import read_paragraph
from rhetoric.lexicon.cues import load_cues

# how long an example takes is no test: the first one loads a model, a busy machine is slow
settings.register_profile("rhetoric", deadline=None)
settings.load_profile("rhetoric")

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))

# speaker's mention and rule of each quotation of a text, in order
Attributions = Callable[[str], list[tuple[str | None, str | None]]]


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return load_extractor()


@pytest.fixture(scope="session")
def attributions(extractor: Extractor) -> Attributions:
    """Attribute the quotations of a short text with the shipped rules."""

    def run(text: str) -> list[tuple[str | None, str | None]]:
        stretches, _ = find_stretches(text)
        passages = mask(text, stretches)
        parses = extractor.nlp.pipe(p.text for p in passages)
        known = Known()
        for paragraph in map(read_paragraph, passages, parses):
            attribute(paragraph, known, load_cues())
        found = [known.of(stretch) for stretch in stretches]
        return [(_mention(text, a), a.rule if a else None) for a in found]

    return run


def _mention(text: str, found: Attribution | None) -> str | None:
    return text[slice(*found.speaker)] if found and found.speaker else None


@pytest.fixture(params=SEEDS, ids=lambda p: p.stem)
def seed(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    """Give each sample article with its gold."""
    path: Path = request.param
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    return path.read_text(encoding="utf-8"), gold
