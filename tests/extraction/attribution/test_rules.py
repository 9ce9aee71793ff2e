"""Each rule with the sentences it handles and those it must leave alone."""

from dataclasses import replace

import pytest

from rhetoric.extraction.attribution.attribute import attribute
from rhetoric.extraction.attribution.attribution import Attributions as Known
from rhetoric.extraction.attribution.confidence import SHARES, confidence_of
from rhetoric.extraction.attribution.neighbours import NEIGHBOUR_RULES
from rhetoric.extraction.attribution.rules import RULES
from rhetoric.extraction.extractor import Extractor
from rhetoric.extraction.marks.stretches import find_stretches
from rhetoric.extraction.narration import mask
from rhetoric.extraction.paragraph import read_paragraph
from rhetoric.lexicon.cues import load_cues
from tests.conftest import Attributions

HANDLED = [
    ("quoted_as", "KCNA quoted Ann Lee as saying: “We stay.”", "Ann Lee"),
    ("quoted_as", "Ann Lee was quoted by KCNA as saying “we stay for good”.", "Ann Lee"),
    ("quoted_as", "“We stay,” KCNA quoted him as saying.", "him"),
    ("clause_of_cue", "Kim said that it was “sound,” though he noted one fault.", "Kim"),
    ("clause_of_cue", "Kim said he hopes that it will be “a fine day” for the town.", "Kim"),
    ("clause_of_cue", "Ruiz condemned what she called “a dark hour” for the port.", "Ruiz"),
    (
        "clause_of_cue",
        "According to news agency TANA, the prosecutor of Marl, Ivo Roe, said it was “a trial”.",
        "Ivo Roe",
    ),
    (
        "clause_of_cue",
        "Ana Ruiz of Help, an aid charity, told Reuters “it was ready before the storm”.",
        "Ana Ruiz of Help",
    ),
    ("cue_after", "“We stay,” Kim said.", "Kim"),
    ("cue_after", "“We stay,” said Kim.", "Kim"),
    ("cue_after", "“Will we stay?” she asked.", "she"),
    ("cue_after", "“We stay,” said Ana Ruiz, the mayor of Toledo.", "Ana Ruiz"),
    ("cue_after", "“We stay,” Ana Ruiz, the mayor of Toledo, said.", "Ana Ruiz"),
    ("cue_after", "“We stay,” a spokesman for the alliance said.", "a spokesman for the alliance"),
    ("cue_after", "“We stay,” the ministry said.", "the ministry"),
    ("cue_after", "“We stay,” said co-founder Ann Lee.", "co-founder Ann Lee"),
    ("cue_after", "“We stay,” Ban Ki-moon said.", "Ban Ki-moon"),
    ("cue_after", "“We stay,” said Luis “Lucky” Ortega.", "Luis “Lucky” Ortega"),
    ("cue_after", "“We stay,” Ann Lee and Bob Day said.", "Ann Lee and Bob Day"),
    ("cue_after", "“We stay,” Tulsa police Chief Chuck Jordan said Monday.", "Chief Chuck Jordan"),
    ("signed", "“We stay and we fight for it.” — Kim Jong Un", "Kim Jong Un"),
    ("signed", "“We stay and we fight for it.” — Rui do Carmo", "Rui do Carmo"),
    ("named_lead", "Kim: “We stay.”", "Kim"),
    ("named_lead", "Ana dos Santos: “We stay.”", "Ana dos Santos"),
    ("named_lead", "And from Mayor Ana Ruiz: “We stay.”", "Mayor Ana Ruiz"),
    ("named_lead", "Statement by Foreign Minister Ana Ruiz: “We stay.”", "Minister Ana Ruiz"),
    ("named_lead", "Ana Ruiz, the mayor of Toledo: “We stay.”", "Ana Ruiz"),
    ("cue_first", "Said Kim: “We stay.”", "Kim"),
    ("cue_first", "Remarked bank president Ana Ruiz, “We all stay here.”", "Ana Ruiz"),
    ("said_so", "“We stay here.” So said Ana Ruiz.", "Ana Ruiz"),
    ("said_so", "“We stay here,” was how Ana Ruiz put it.", "Ana Ruiz"),
    ("be_like", "And she’s like, “No way, not here.”", "she"),
    ("main_clause", "Kim shot back, “It’s about me.”", "Kim"),
    ("signed", "“We stay.” (Ana Ruiz, the mayor)", "Ana Ruiz"),
    ("signed", "“We stay.” -Mayor Ana Ruiz", "Mayor Ana Ruiz"),
    ("signed", "“We stay.”\n— Mayor Ana Ruiz", "Mayor Ana Ruiz"),
    ("signed", "“We stay.”\n~Ana Ruiz", "Ana Ruiz"),
    ("named_lead", "Ana Ruiz:\n\n“We stay.”", "Ana Ruiz"),
    ("cue_before", "The mayor said:\n\n“We stay.”", "The mayor"),
    ("cue_before", "The mayor, Ana Ruiz, replied\n\n“We stay.”", "Ana Ruiz"),
    ("according_to", "According to Mr Lund:\n\n“We stay.”", "Mr Lund"),
    ("cue_after", "“We stay” declared Mayor of Toledo Ana Ruiz.", "Ana Ruiz"),
    ("cue_after", "“We stay,” said the head of the bank, Ana Ruiz.", "Ana Ruiz"),
    ("cue_after", "“We stay,” said study author and Royal Society Fellow Ana Ruiz.", "Ana Ruiz"),
    ("clause_of_cue", "The Senate Leader, Karl Brandt, said on Monday “We stay.”", "Karl Brandt"),
    ("clause_of_cue", "Kim Dae said — as Yonhap reported — “We stay.”", "Kim Dae"),
    ("cue_before", "Ana Ruiz gave a speech, urging voters, “We all stay.”", "Ana Ruiz"),
    ("passive_agent", "It was described by Kim as “a sacred place”.", "Kim"),
    ("cue_before", "Kim said: “We stay.”", "Kim"),
    ("cue_before", "Kim stood up and said: “We stay.”", "Kim"),
    ("cue_before", "The plan, declared Mayor Ana Ruiz, was a sign of “good faith”.", "Ana Ruiz"),
    ("cue_before", "The minister, Ana Ruiz, told the crowd: “We stay.”", "Ana Ruiz"),
    ("according_to", "The road was “a disaster”, according to Lee.", "Lee"),
    ("clause_of_cue", "Critics such as Ana Ruiz and Bo Lee called it “flat”.", "Ana Ruiz and Bo"),
    ("judged_as", "Kim praised them for “true courage” in the field.", "Kim"),
    ("cue_around", "It would be “a disaster” for the town, Kim said.", "Kim"),
    ("speech_noun", "It ended with Kim’s vow of “iron and fire”.", "Kim"),
    ("main_clause", "Kim came with a new message: “It’s about me.”", "Kim"),
]

LEFT = [
    ("quoted_as", "Kim quoted an old song, “We Stay for Ever”."),
    ("cue_after", "“We stay.” Kim said he was tired."),
    ("said_so", "“We stay here.” So Kim said nothing more."),
    ("cue_first", "Said to be lost, the “Anna” came home."),
    ("be_like", "It was like “a bad dream” to them."),
    ("signed", "“We stay.” (Applause)"),
    ("signed", "“We stay.”\n- Bread\n- Wine"),
    ("cue_after", "It is only “partial,” but Kim said it would do."),
    ("signed", "“We stay” — a vow often heard — was his answer."),
    ("named_lead", "Two things matter: “peace” and bread."),
    ("passive_agent", "It was built by Kim as “a sacred place”."),
    ("cue_before", "Kim said he was tired. “We stay,” Lee answered."),
    ("according_to", "It went according to plan, “a disaster” or not."),
    ("judged_as", "“True Courage” is a film that Kim praised."),
    ("cue_around", "The “disaster” came after Kim had spoken."),
    ("speech_noun", "Kim’s house, “the old mill”, burned."),
    ("main_clause", "The rain came with a new sound: “drip”."),
    ("clause_of_cue", "The man who said so was “a liar,” Kim noted."),
]


@pytest.mark.parametrize(("rule", "text", "speaker"), HANDLED, ids=lambda v: str(v)[:40])
def test_a_rule_finds_the_speaker(
    attributions: Attributions, rule: str, text: str, speaker: str
) -> None:
    mention, fired = attributions(text)[0]
    assert fired == rule
    assert mention is not None
    assert speaker in mention


@pytest.mark.parametrize(("rule", "text"), LEFT, ids=lambda v: str(v)[:40])
def test_a_rule_leaves_other_sentences_alone(
    attributions: Attributions, rule: str, text: str
) -> None:
    assert rule not in [fired for _, fired in attributions(text)]


def test_every_rule_has_a_share_in_the_table_of_confidence() -> None:
    rules = {rule.__name__ for rule in (*RULES, *NEIGHBOUR_RULES)}
    assert rules == SHARES.keys()


@pytest.mark.parametrize(
    ("mention", "name", "confidence"),
    [
        ("Ruiz", "Ana Ruiz", 0.9),
        ("the minister", "Ana Ruiz", 0.84),
        ("she", "Ana Ruiz", 0.79),
        ("the minister", "minister", 0.59),
        ("she", "she", 0.36),
    ],
)
def test_confidence_falls_with_what_the_mention_leaves_open(
    mention: str, name: str, confidence: float
) -> None:
    assert confidence_of(0.9, mention, name) == confidence


def test_every_rule_has_a_sentence_that_it_handles_and_one_that_it_leaves() -> None:
    rules = {rule.__name__ for rule in RULES}
    assert {name for name, *_ in HANDLED} == {name for name, _ in LEFT} == rules


def test_only_the_rules_on_a_sentence_are_local(extractor: Extractor) -> None:
    text = "“We stay,” Kim said. “We will not move.”"
    stretches, _ = find_stretches(text)
    passage = mask(text, stretches)[0]
    known = Known()
    attribute(read_paragraph(passage, extractor.nlp(passage.text)), known, load_cues())
    first, second = map(known.of, stretches)
    assert first is not None
    assert second == replace(first, rule="same_paragraph", confidence=0.96, local=False)


def test_nobody_speaks_through_an_inscription(attributions: Attributions) -> None:
    assert attributions("A plaque on the wall reads: “They kept the light.”") == [
        (None, "cue_before")
    ]


@pytest.mark.parametrize("subject", ["Everybody", "Nobody", "This"])
def test_a_subject_that_names_nobody_is_no_speaker(
    attributions: Attributions, subject: str
) -> None:
    mentions = [m for m, _ in attributions(f"{subject} meant “a long winter” for them.")]
    assert subject not in mentions
