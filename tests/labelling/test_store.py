import json
import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from rhetoric.errors import ModelError
from rhetoric.labelling.samples import Sample
from rhetoric.labelling.saving import save
from rhetoric.labelling.store import MANIFEST, WEIGHTS, digest, load, shipped_path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_path(), tmp_path / "model"))


def rewrite(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_saved_model_says_the_same(tmp_path: Path) -> None:
    model = load()
    save(model, tmp_path / "again", {"data": "x"})
    samples = [Sample("We will never forget them.", "Kim said so."), Sample("It rains.")]
    np.testing.assert_allclose(
        load(tmp_path / "again").predict_proba(samples), model.predict_proba(samples), atol=1e-9
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again"]


def test_the_shipped_model_is_loaded_once_however_it_is_asked_for() -> None:
    assert load() is load(None) is load(shipped_path()) is load(str(shipped_path()))


def test_a_model_that_was_trained_anew_is_loaded_anew(copy: Path) -> None:
    first = load(copy)
    assert load(copy) is first
    save(first.select(["solidarity"]), copy, {})
    assert load(copy).labels == ("solidarity",)


def test_a_relative_path_is_one_of_the_present_folder(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copy.parent)
    assert load("model").labels == load(copy).labels
    (copy.parent / "elsewhere").mkdir()
    monkeypatch.chdir(copy.parent / "elsewhere")
    with pytest.raises(ModelError, match="is no model"):
        load("model")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is no model"):
        load(tmp_path / "nothing")


def test_a_flipped_byte_is_found(copy: Path) -> None:
    raw = bytearray((copy / WEIGHTS).read_bytes())
    raw[len(raw) // 2] ^= 1
    (copy / WEIGHTS).write_bytes(raw)
    with pytest.raises(ModelError, match="is damaged"):
        load(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / WEIGHTS).unlink()
    with pytest.raises(ModelError, match=r"weights.safetensors is missing"):
        load(copy)


def test_a_future_format_is_refused(copy: Path) -> None:
    rewrite(copy, format=99)
    with pytest.raises(ModelError, match="format 99"):
        load(copy)


def test_a_manifest_without_files_is_refused(copy: Path) -> None:
    rewrite(copy, files=[])
    with pytest.raises(ModelError, match="does not list the files"):
        load(copy)


@pytest.mark.parametrize("text", ["{", "[]", ""])
def test_a_broken_manifest_is_refused(copy: Path, text: str) -> None:
    (copy / MANIFEST).write_text(text)
    with pytest.raises(ModelError):
        load(copy)


def test_labels_that_do_not_fit_are_refused(copy: Path) -> None:
    rewrite(copy, labels=["one"])
    with pytest.raises(ModelError, match="do not fit"):
        load(copy)


@pytest.mark.parametrize("odd", [np.zeros(()), np.ones(2), np.full(3, np.nan), np.zeros((3, 1))])
def test_weights_that_are_not_a_number_for_each_label_are_refused(
    copy: Path, odd: np.ndarray
) -> None:
    save_file(load_file(copy / WEIGHTS) | {"slope": odd}, copy / WEIGHTS)
    manifest = json.loads((copy / MANIFEST).read_text())
    rewrite(copy, files=manifest["files"] | {WEIGHTS: digest(copy / WEIGHTS)})
    with pytest.raises(ModelError, match="do not fit"):
        load(copy)


@pytest.mark.parametrize(
    "changes",
    [
        {"labels": "abc"},
        {"labels": [1, 2, 3]},
        {"labels": ["a", "a", "b"]},
        {"views": [{"source": "title", "grams": "words", "bits": 4, "weight": 1}]},
        {"views": [{"source": "text", "grams": "words", "bits": 99, "weight": 1}]},
        {"views": [None]},
    ],
)
def test_a_manifest_of_odd_values_is_refused(copy: Path, changes: dict[str, object]) -> None:
    rewrite(copy, **changes)
    with pytest.raises(ModelError, match="do not fit"):
        load(copy)


def test_a_pickle_is_never_opened(copy: Path, tmp_path: Path) -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path.touch, (tmp_path / "harmed",))  # type: ignore[return-value]

    (copy / WEIGHTS).write_bytes(pickle.dumps(Harm()))
    manifest = json.loads((copy / MANIFEST).read_text())
    rewrite(copy, files=manifest["files"] | {WEIGHTS: digest(copy / WEIGHTS)})
    with pytest.raises(ModelError, match="do not fit"):
        load(copy)
    assert not (tmp_path / "harmed").exists()


def test_the_thresholds_in_the_manifest_are_those_that_count(copy: Path) -> None:
    rewrite(copy, thresholds=dict.fromkeys(load().labels, 0.0))
    assert load(copy).label([Sample("It rains.")]) == [load().labels]


@pytest.mark.parametrize("thresholds", [{}, {"solidarity": 0.5}, dict.fromkeys("abc", 2.0)])
def test_thresholds_that_do_not_fit_are_refused(copy: Path, thresholds: object) -> None:
    rewrite(copy, thresholds=thresholds)
    with pytest.raises(ModelError, match="do not fit"):
        load(copy)


def test_a_model_of_another_encoder_is_refused(copy: Path) -> None:
    rewrite(copy, encoder="0" * 64)
    with pytest.raises(ModelError, match="trained with another encoder"):
        load(copy)


def test_both_shipped_models_have_names() -> None:
    assert load("default").gate is not None
    assert load("ngrams").gate is None
    assert load("ngrams").labels == load("default").labels


def test_arrays_in_another_order_of_memory_are_kept_right(tmp_path: Path) -> None:
    model = load("ngrams")
    slope, offset = np.array([[0.5, 1.0], [2.0, -1.0], [3.0, 0.25]]).T
    save(replace(model, slope=slope, offset=offset), tmp_path / "model", {})
    again = load(tmp_path / "model")
    np.testing.assert_array_equal(again.slope, [0.5, 2.0, 3.0])
    np.testing.assert_array_equal(again.offset, [1.0, -1.0, 0.25])
