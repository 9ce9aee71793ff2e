import re

import pytest

from rhetoric.lexicon.cues import load_cues, saying_pattern


@pytest.mark.parametrize(
    "form", ["said", "says", "told", "denied", "denies", "writing", "tweeted", "quipped"]
)
def test_every_form_of_a_reporting_verb_is_a_cue(form: str) -> None:
    assert load_cues().verbs[form] == "say"


@pytest.mark.parametrize("form", ["praised", "hopes", "walked", "the"])
def test_other_verbs_are_no_verbs_of_saying(form: str) -> None:
    assert load_cues().verbs.get(form) != "say"


def test_a_user_adds_verbs() -> None:
    cues = load_cues(("yodel", "spake spake"))
    assert cues.verbs["yodeled"] == cues.verbs["spake"] == "say"
    assert "yodeled" not in load_cues().verbs


def test_a_verb_of_one_letter_has_forms_too() -> None:
    assert load_cues(("y", "q")).verbs["ying"] == "say"


def test_the_pattern_for_raw_text_leaves_base_forms_out() -> None:
    pattern = re.compile(saying_pattern())
    assert pattern.fullmatch("claimed")
    assert not pattern.fullmatch("claim")
