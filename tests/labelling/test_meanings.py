import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from rhetoric.errors import ModelError
from rhetoric.labelling.meanings import describe_labels
from rhetoric.labelling.store import MANIFEST, load, shipped_path
from rhetoric.lexicon.wordlists import read_sections
from tests.conftest import ROOT


def test_meanings_open_the_chapters_of_the_codebook_word_for_word() -> None:
    codebook = (ROOT / "training" / "CODEBOOK.md").read_text(encoding="utf-8")
    for label in load().labels:
        chapter = re.search(rf"^## {label}\n\n(.+?)\n\n", codebook, re.MULTILINE | re.DOTALL)
        assert chapter is not None
        opening = " ".join(chapter.group(1).split())
        assert opening.startswith(" ".join(read_sections("labels.txt")[label]))


def test_every_label_of_the_shipped_model_is_explained_and_no_other() -> None:
    assert {info.label for info in describe_labels() if info.meaning} == set(load().labels)
    assert set(read_sections("labels.txt")) - {""} == set(load().labels)


def test_figures_are_those_of_the_manifest() -> None:
    manifest = json.loads((shipped_path() / MANIFEST).read_text(encoding="utf-8"))
    for info in describe_labels():
        assert info.threshold == manifest["thresholds"][info.label]
        assert info.quotations == manifest["held_out"][info.label]["quotations"]
        assert info.f1 == manifest["held_out"][info.label]["f1"]


def test_the_shipped_model_may_be_named_by_its_folder() -> None:
    assert describe_labels(shipped_path()) == describe_labels()


@pytest.mark.parametrize("held_out", [None, "none", {}, {"solidarity": 3}])
def test_another_model_is_described_by_its_manifest_alone(tmp_path: Path, held_out: Any) -> None:
    folder = Path(shutil.copytree(shipped_path(), tmp_path / "model"))
    path = folder / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"held_out": held_out}), encoding="utf-8")
    for info in describe_labels(folder):
        assert (info.meaning, info.quotations, info.f1) == (None, None, None)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is no model"):
        describe_labels(tmp_path)
