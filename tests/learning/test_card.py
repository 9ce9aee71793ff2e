from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from rhetoric.errors import InputError
from rhetoric.evaluation import Evaluation, align, evaluate_predictions
from rhetoric.learning.card import CARD, RELIABILITY, Remarks, Training, write_card


def evaluation(*, groups: bool = True) -> Evaluation:
    rng = np.random.default_rng(0)
    gold = rng.random((200, 2)) < 0.3
    said = np.clip(0.4 * gold + 0.6 * rng.random(gold.shape), 0, 1)
    labels = [[n for n, one in zip(("joy|", "<i>"), row, strict=True) if one] for row in gold]
    names = [str(i // 10) for i in range(200)] if groups else None
    return evaluate_predictions(align(["joy|", "<i>"], said, np.array([0.5, 0.4]), labels, names))


def card(folder: Path, training: Training | None = None, remarks: Remarks | None = None) -> str:
    registers = ["post" if i % 2 else "speech" for i in range(200)]
    write_card(
        folder,
        evaluation(),
        training or Training(5),
        name="mine",
        fields={"register": registers},
        remarks=remarks,
    )
    return (folder / CARD).read_text(encoding="utf-8")


def test_the_card_has_what_was_measured(tmp_path: Path) -> None:
    text = card(tmp_path)
    row = evaluation().measured.labels[0]
    f1 = row.figures.f1
    assert f"| joy\\| | {row.support} | {f1.value:.2f} | {f1.low:.2f} to {f1.high:.2f} |" in text
    assert "200 quotations in 20 groups" in text
    assert "| post (100) | " in text


def test_figures_of_other_quotations_stand_in_a_table_of_their_own(tmp_path: Path) -> None:
    write_card(tmp_path, evaluation(), Training(5), besides={"On letters,": evaluation()})
    text = (tmp_path / CARD).read_text(encoding="utf-8")
    assert "\nOn letters, 200 quotations in 20 groups:\n\n| label | quotations | F1 |" in text
    assert text.count("| macro | |") == 2


def test_a_label_cannot_break_a_table(tmp_path: Path) -> None:
    lines = card(tmp_path).splitlines()
    tables = [line.replace("\\|", "") for line in lines if line.startswith("|")]
    assert tables
    width = None
    for before, line in zip(["", *lines], lines, strict=False):
        if line.startswith("|"):
            cells = line.replace("\\|", "").count("|")
            assert width is None or not before.startswith("|") or cells == width
            width = cells
    assert not any("<i>" in line for line in tables)


def test_what_was_chosen_is_shown_where_it_is_known(tmp_path: Path) -> None:
    plain = card(tmp_path)
    for words in ("Not sure", "duplicates", "in different ways", "| parameter |"):
        assert words not in plain
    training = Training(
        4,
        calibration="isotonic",
        prevalence=0.08,
        parameters={"c": {"joy|": 1.0, "<i>": 10.0}, "class_weight": "balanced"},
        bands={"joy|": (0.3, 0.6)},
        duplicates=3,
        contradictions=0,
    )
    full = card(tmp_path, training)
    for words in (
        "On 4 folds",
        "calibrated (isotonic) to a label that 8% of quotations have",
        "| c | joy\\| 1.0, &lt;i> 10.0 |",
        "| joy\\| | 0.30 | 0.60 |",
        "Left out as duplicates: 3.",
        "Labelled in different ways: 0.",
    ):
        assert words in full


def test_remarks_stand_as_they_were_written(tmp_path: Path) -> None:
    text = card(tmp_path, remarks=Remarks(purpose="For *us* & nobody else.", failures="On irony."))
    assert "## For and not for\n\nFor *us* & nobody else.\n" in text
    assert text.endswith("## Where it fails\n\nOn irony.\n")


def test_the_figure_is_an_svg_that_the_card_shows(tmp_path: Path) -> None:
    assert f"]({RELIABILITY})" in card(tmp_path)
    root = ET.parse(tmp_path / RELIABILITY).getroot()  # noqa: S314 (written just now)
    svg = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{svg}svg"
    assert [child.tag for child in root][:2] == [f"{svg}title", f"{svg}desc"]
    assert len(root.findall(f".//{svg}circle")) == 20


def test_the_same_model_gives_the_same_card(tmp_path: Path) -> None:
    assert card(tmp_path) == card(tmp_path)


def test_the_folder_names_the_model(tmp_path: Path) -> None:
    write_card(tmp_path, evaluation(groups=False), Training(5))
    assert (tmp_path / CARD).read_text().startswith(f"# Model card: {tmp_path.name}\n")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"CARD.md: cannot be written"):
        write_card(tmp_path / "no", evaluation(), Training(5))
