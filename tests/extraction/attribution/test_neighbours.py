"""Each rule on the neighbours with a text it settles and one it must leave alone."""

import pytest

from tests.conftest import Attributions

# text, then speaker and rule of its last quotation
SETTLED = [
    ("Kim called it “grand” and the best of “all houses”.", "Kim", "same_sentence"),
    ("“We stay,” Kim said. “We will not move.”", "Kim", "same_paragraph"),
    ("“We stay,” Kim said. Lee stood up. “We will never.”", "Lee", "sentence_before"),
    ("Kim was unmoved by it. “We stay here.”", "Kim", "sentence_before"),
    ("“Why?” asked Lee.\n\n“It rains,” said Kim.\n\n“So do we go?”", "Lee", "dialogue"),
    ("Rain fell.\n\n“We stay,” Kim said.\n\n“We will not move.”", "Kim", "next_paragraph"),
    ("Kim was unmoved by it.\n\n“We stay here.”", "Kim", "paragraph_above"),
    ("From the desk of Ana Ruiz, an analyst.\n\n“We stay here.”", "Ana Ruiz", "source_line"),
]


@pytest.mark.parametrize(("text", "speaker", "rule"), SETTLED)
def test_neighbours_settle_the_speaker(
    attributions: Attributions, text: str, speaker: str, rule: str
) -> None:
    assert attributions(text)[-1] == (speaker, rule)


def test_the_next_quotation_may_name_the_speaker_of_the_first(attributions: Attributions) -> None:
    found = attributions("“We stay here.” The rain fell. “We stay,” Kim said.")
    assert found[0] == ("Kim", "later_in_paragraph")


def test_an_interrupted_quotation_has_one_speaker(attributions: Attributions) -> None:
    found = attributions("“Our two peoples,” said Ruiz, “are one.”")
    assert [mention for mention, _ in found] == ["Ruiz", "Ruiz"]


@pytest.mark.parametrize(
    "text",
    [
        "The rain went on. “We stay here.”",
        "From there the road is bad.\n\n“We stay here.”",
        "The rain went on.\n\n“We stay here.”",
        "“We stay here.”",
    ],
)
def test_where_nothing_tells_nobody_is_named(attributions: Attributions, text: str) -> None:
    assert attributions(text)[-1] == (None, None)
