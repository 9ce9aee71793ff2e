import sys
from typing import Any

import pytest
from hypothesis import given, settings

from rhetoric.errors import ModelError
from rhetoric.extraction.extractor import Extractor, extract_parsed
from rhetoric.extraction.pipeline import find_pipeline
from rhetoric.types import Article, Quote
from tests.extraction.marks.test_stretches import TEXTS


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_offsets_hold_for_any_text(extractor: Extractor, text: str) -> None:
    _, quotes = next(Extractor(extractor.nlp, terms=True).pipe([Article(text)]))
    end = 0
    for quote in quotes:
        assert text[quote.start : quote.end] == quote.text
        assert quote.start >= end
        end = quote.end
        spans = [*quote.parts, *quote.nested]
        spans += [quote.cue] if quote.cue else []
        assert all(text[s.start : s.end] == s.text for s in spans)
        if quote.speaker:
            assert quote.end <= quote.speaker.start or quote.speaker.end <= quote.start
            assert text[quote.speaker.start : quote.speaker.end] == quote.speaker.text
            assert quote.speaker.name


def test_words_glued_to_those_before_them_are_found(extractor: Extractor) -> None:
    assert [q.text for q in Extractor(extractor.nlp, terms=True).extract("1“A”\n")] == ["A"]


def only(quotes: list[Quote]) -> Quote:
    (quote,) = quotes
    return quote


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We stay here,” Kim said.", "direct"),
        ("Kim said that “we stay here for good”.", "direct"),
        ("Kim called it “a sacred house” of all.", "fragment"),
        ("“Our two peoples,” said Kim.", "direct"),
    ],
)
def test_kinds(extractor: Extractor, text: str, kind: str) -> None:
    assert only(extractor.extract(text)).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "The song “Wait for Me” was sung.",
        "Robert “Bobby” Scott left.",
        "The so-called “night of goats” passed.",
        "He drove a tank called “Grandmother” to the river.",
        "Vietnam opens museum to ‘brigade of the bridge’\n\nIt rained.",
        "A film, “White Caps”, will be shown.",
    ],
)
def test_terms_are_left_out_unless_asked_for(extractor: Extractor, text: str) -> None:
    assert extractor.extract(text) == []
    term = only(Extractor(extractor.nlp, terms=True).extract(text))
    assert (term.kind, term.speaker) == ("term", None)


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("“We stay,” Kim told the Vietnam News Agency.", "the Vietnam News Agency"),
        ("“We stay,” Kim told KCNA.", "KCNA"),
        ("“We stay,” Kim said in a statement.", "a statement"),
        ("“We stay,” Kim wrote on Facebook.", "Facebook"),
        ("“We stay,” Kim told the crowd.", None),
    ],
)
def test_the_channel_is_not_the_speaker(
    extractor: Extractor, text: str, channel: str | None
) -> None:
    quote = only(extractor.extract(text))
    assert quote.channel == channel
    assert quote.speaker is not None
    assert quote.speaker.text == "Kim"


@pytest.mark.parametrize(
    ("text", "speaker", "channel"),
    [
        ("Robert “Bobby” Scott was unmoved. “We stay for good.”", "Robert “Bobby” Scott", None),
        (
            "Kim said in a “Fox News” interview that “we stay here”.",
            "Kim",
            "a “Fox News” interview",
        ),
        ("“We stay,” Kim wrote on Truth Social.", "Kim", "Truth Social"),
        ("“We stay,” Kim said in one of her speeches.", "Kim", "one of her speeches"),
    ],
)
def test_mentions_and_channels_are_cut_from_the_article_as_printed(
    extractor: Extractor, text: str, speaker: str, channel: str | None
) -> None:
    quote = extractor.extract(text)[-1]
    assert quote.speaker is not None
    assert (quote.speaker.text, quote.channel) == (speaker, channel)


def test_half_of_a_surrogate_pair_costs_nothing(extractor: Extractor) -> None:
    quote = only(extractor.extract("“We \ud800 stay,” Kim \ud800 said."))
    assert quote.text == "We \ud800 stay,"


@pytest.mark.parametrize(
    ("text", "opening", "closing"),
    [
        ("“We stay,” Ana Ruiz said.", "“", "”"),
        ("&quot;We stay,&quot; Ana Ruiz said.", "&quot;", "&quot;"),
        ("« We stay », Ana Ruiz said.", "« ", " »"),
        ("``We stay,'' Ana Ruiz said.", "``", "''"),
        ("We stay,” Ana Ruiz said.", "", "”"),
        ("“We stay, Ana Ruiz said.", "“", ""),
        ("“We stay.\n\n“We go,” Ana Ruiz said.", "“", "”"),
    ],
)
def test_a_quotation_keeps_its_marks(
    extractor: Extractor, text: str, opening: str, closing: str
) -> None:
    (quote,) = extractor.extract(text)
    assert (quote.opening, quote.closing) == (opening, closing)
    assert text[quote.start - len(opening) :].startswith(f"{opening}{quote.text}{closing}")
    assert quote.repaired == (not (opening and closing))


# one line without an end, of each kind that once took too much
ENDLESS = {
    "sentences": "“We go home,” Ana Ruiz said. The rain went on over the whole of Harlow. ",
    "no stop": "the man said a thing to them and “we go” and left the town in the rain ",
    "passive cues": "it was called “safe” by them, ",
    "lost marks": "“We go and the rain went on over the whole of Harlow. ",
    "no spaces": "“go”and",
}


@pytest.mark.parametrize("unit", ENDLESS.values(), ids=ENDLESS)
def test_a_line_without_an_end_is_parsed_in_pieces(
    extractor: Extractor, unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = unit * (45_000 // len(unit))
    handed: list[list[str]] = []
    pipe = extractor.nlp.pipe

    def spy(texts: list[str], **options: Any) -> Any:
        handed.append(texts)
        return pipe(texts, **options)

    monkeypatch.setattr(extractor.nlp, "pipe", spy)
    extractor.extract(text)
    sizes = [sum(map(len, together)) for together in handed]
    assert 0 < max(sizes) < 36_000
    assert sum(sizes) < 1.5 * len(text)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sentences", "passive cues", "no spaces"])
def test_the_work_on_a_line_grows_with_its_length(extractor: Extractor, kind: str) -> None:
    unit = ENDLESS[kind]
    extractor.extract(unit)
    short, long = (_count_calls(extractor, unit * (n // len(unit))) for n in (12_000, 36_000))
    assert long < 4.5 * short  # nine times the work if it grew with the square


def _count_calls(extractor: Extractor, text: str) -> int:
    """Return how many functions are called to read a text."""
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        extractor.extract(text)
    finally:
        sys.setprofile(before)
    return count


def test_a_quotation_over_a_cut_is_whole(extractor: Extractor) -> None:
    long = "The rain went on over the whole of Harlow. " * 200
    said = "We stay here. " * 100 + "Nobody goes."
    text = f"{long}“{said}” Ana Ruiz said. {long}"
    (quote,) = extractor.extract(text)
    assert quote.text == said


@pytest.mark.parametrize("options", [{"cues": "yodel"}, {"cues": [""]}, {"min_confidence": 80}])
def test_wrong_options_are_refused(extractor: Extractor, options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        Extractor(extractor.nlp, **options)


def test_the_carrier_holds_the_cue(extractor: Extractor) -> None:
    quote = only(extractor.extract("Rain fell. “Will we go?” Kim asked. Then it stopped."))
    assert quote.context == "“Will we go?” Kim asked."


def test_a_low_confidence_is_filtered(extractor: Extractor) -> None:
    strict = Extractor(extractor.nlp, min_confidence=0.99)
    quote = only(strict.extract("“We stay,” Kim said."))
    assert (quote.speaker, quote.rule, quote.confidence) == (None, None, 0.0)


def test_a_cue_verb_can_be_added(extractor: Extractor) -> None:
    text = "“We stay,” Kim yodeled."
    assert only(extractor.extract(text)).speaker is None
    speaker = only(Extractor(extractor.nlp, cues=["yodel"]).extract(text)).speaker
    assert speaker is not None
    assert speaker.text == "Kim"


def test_issues_travel_with_the_article(extractor: Extractor) -> None:
    article, quotes = next(extractor.pipe([Article("The town of lights” and so on", "a")]))
    assert quotes == []
    assert [issue.reason for issue in article.issues] == [
        "a closing quotation mark without an opening one"
    ]


def test_many_articles_come_back_in_order(extractor: Extractor) -> None:
    articles = [Article(f"“We stay {n} days,” Kim said.", str(n)) for n in range(70)]
    found = list(extractor.pipe(articles))
    assert [a.id for a, _ in found] == [str(n) for n in range(70)]
    assert [q[0].text for _, q in found] == [f"We stay {n} days," for n in range(70)]


def test_a_pipeline_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match="no_such_pipeline"):
        Extractor("no_such_pipeline")


def test_a_pipeline_without_a_parser_is_refused() -> None:
    import spacy

    nlp = spacy.blank("en")
    with pytest.raises(ModelError, match="no parser"):
        Extractor(nlp)
    nlp.add_pipe("parser")
    with pytest.raises(ModelError, match="no tagger"):
        Extractor(nlp)


def test_a_parsed_document_is_not_parsed_again(extractor: Extractor) -> None:
    text = "“We stay,” Kim said. She sang “Wait for Me” to them."
    doc = extractor.nlp(text)
    assert extract_parsed(doc) == extractor.extract(text)
    assert [quote.kind for quote in extract_parsed(doc, terms=True)] == ["direct", "term"]


def test_a_document_that_is_not_parsed_is_refused() -> None:
    import spacy

    with pytest.raises(ModelError, match="no TAG annotation"):
        extract_parsed(spacy.blank("en")("“We stay,” Kim said."))


def test_a_component_that_need_not_run_does_not() -> None:
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    @Language.component("refuse")
    def refuse(doc: Doc) -> Doc:
        raise RuntimeError(doc.text)

    nlp = spacy.load(find_pipeline())
    nlp.add_pipe("refuse")
    assert Extractor(nlp, disable=["refuse"]).extract("“We stay,” Kim said.")
