"""Each rule on the neighbours with a text it settles and one it must leave alone."""

import pytest

from rhetoric.extraction.attribution.neighbours import NEIGHBOUR_RULES
from tests.conftest import Attributions

# rule, text, then the speaker of its last quotation; of the first, where a later one tells
SETTLED = [
    ("same_sentence", "Kim called it “grand” and the best of “all houses”.", "Kim"),
    ("same_paragraph", "“We stay,” Kim said. “We will not move.”", "Kim"),
    ("sentence_before", "“We stay,” Kim said. Lee stood up. “We will never.”", "Lee"),
    ("sentence_before", "Kim was unmoved by it. “We stay here.”", "Kim"),
    ("later_in_paragraph", "“We stay here.” The rain fell. “We stay,” Kim said.", "Kim"),
    ("dialogue", "“Why?” asked Lee.\n\n“It rains,” said Kim.\n\n“So do we go?”", "Lee"),
    ("next_paragraph", "Rain fell.\n\n“We stay,” Kim said.\n\n“We will not move.”", "Kim"),
    ("paragraph_above", "Kim was unmoved by it.\n\n“We stay here.”", "Kim"),
    ("source_line", "From the desk of Ana Ruiz, an analyst.\n\n“We stay here.”", "Ana Ruiz"),
    ("governing_verb", "Officials opened a show against “foreign lies and evil”.", "Officials"),
]

LEFT = [
    ("same_sentence", "Kim called it “grand”. “All Houses” is a film."),
    ("same_paragraph", "“We stay,” Kim said. Lee stood up. “We will never.”"),
    ("sentence_before", "The rain went on. “We stay here.”"),
    ("later_in_paragraph", "“We stay here.” The rain fell. “We stay.”"),
    ("dialogue", "“It rains,” said Kim.\n\n“It always does.”"),
    ("next_paragraph", "“We stay,” Kim said.\n\nThe “Moves” went on."),
    ("paragraph_above", "The rain went on.\n\n“We stay here.”"),
    ("source_line", "By Ana Ruiz\n\n“We stay here.”"),
    ("source_line", "From there the road is bad.\n\n“We stay here.”"),
    ("governing_verb", "“Foreign aggression” was the title of the show."),
]


@pytest.mark.parametrize(("rule", "text", "speaker"), SETTLED, ids=lambda v: str(v)[:40])
def test_neighbours_settle_the_speaker(
    attributions: Attributions, rule: str, text: str, speaker: str
) -> None:
    found = attributions(text)
    assert found[0 if rule == "later_in_paragraph" else -1] == (speaker, rule)


@pytest.mark.parametrize(("rule", "text"), LEFT, ids=lambda v: str(v)[:40])
def test_a_neighbour_rule_leaves_other_texts_alone(
    attributions: Attributions, rule: str, text: str
) -> None:
    assert rule not in [fired for _, fired in attributions(text)]


def test_every_neighbour_rule_has_a_text_that_it_settles_and_one_that_it_leaves() -> None:
    rules = {rule.__name__ for rule in NEIGHBOUR_RULES}
    assert {name for name, *_ in SETTLED} == {name for name, _ in LEFT} == rules


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
