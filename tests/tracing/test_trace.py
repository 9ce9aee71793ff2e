import builtins
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rhetoric
from rhetoric.extraction.extractor import Extractor
from rhetoric.tracing.trace import trace
from rhetoric.types import Article

WHOLE = "They gave their young lives so that this harbour town could live in peace."
TRIMMED = "their young lives so that this harbour town could live"
OTHER = "Whoever sails into this strait uninvited will meet our coastal batteries."


def record(text: str, article: str = "", speaker: str = "", day: str = "", **more: Any) -> Any:
    named = {"name": speaker, "text": speaker} if speaker else None
    return {"text": text, "article": article, "speaker": named, "meta": {"date": day}, **more}


def grouped(*records: Any, **options: Any) -> list[set[str]]:
    """Return the articles of each group of two or more."""
    return [{a for v in u.variants for a in v.articles} for u in trace(records, **options)]


@pytest.mark.parametrize(
    "variant",
    [
        WHOLE,
        WHOLE.upper(),
        TRIMMED,
        "They gave … so that this harbour town could live in peace",
        "They gave their young lives so that this seaside town could live in peace.",
    ],
)
def test_a_variant_joins_its_utterance(variant: str) -> None:
    found = grouped(record(WHOLE, "a"), record(OTHER, "b"), record(variant, "c"))
    assert found == [{"a", "c"}]


def test_an_interrupted_quotation_is_one(extractor: Extractor) -> None:
    first, _, second = WHOLE.partition(" so ")
    cut = f"“{first},” Ana Ruiz said, “so {second}”"
    articles = [Article(cut, "cut"), Article(f"Ana Ruiz said: “{WHOLE}”", "whole")]
    records = [q.to_dict() for _, quotes in extractor.pipe(articles) for q in quotes]
    assert len(records) == 3
    (utterance,) = trace(records)
    assert (utterance.quotations, utterance.articles) == (2, 2)
    assert utterance.speakers == (("Ana Ruiz", 2),)
    (variant,) = utterance.variants
    assert variant.articles == ("cut", "whole")


def test_a_stock_phrase_alone_is_no_utterance() -> None:
    assert grouped(record("eternal friendship", "a"), record("eternal friendship", "b")) == []


@pytest.mark.parametrize(
    ("speaker", "day", "same"),
    [
        ("Ana Ruiz", "2024-05-04", True),
        ("Ana Ruiz", "2024-05-08", False),
        ("Ana Ruiz", "", False),
        ("Bo Lind", "2024-05-04", False),
        ("she", "2024-05-04", False),
    ],
)
def test_speaker_and_date_vouch_for_a_short_quotation(speaker: str, day: str, same: bool) -> None:
    first = record("Our eternal friendship, forged here!", "a", "Ana Ruiz", "2024-05-03")
    second = record("eternal friendship", "b", speaker, day)
    assert bool(grouped(first, second)) is same
    assert (
        bool(grouped(record("Eternal friendship", "a", "Ana Ruiz", "2024-05-03"), second)) is same
    )


FEW = "so that this harbour town could live"


@pytest.mark.parametrize(
    ("words", "speaker", "same"),
    [
        (FEW, "", True),
        (FEW, "Ruiz", True),
        (FEW, "Bo Lind", False),
        ("so that a harbour town could live", "", False),
        ("that this harbour town could live", "", False),
    ],
)
def test_seven_words_that_are_exactly_the_same_are_enough(
    words: str, speaker: str, same: bool
) -> None:
    assert bool(grouped(record(WHOLE, "a", "Ana Ruiz"), record(words, "b", speaker))) is same
    assert bool(grouped(record(FEW, "a", "Ana Ruiz"), record(words, "b", speaker))) is same


def test_speaker_and_date_vouch_for_a_freer_translation() -> None:
    freer = "stand by them whatever dangers come from across the ocean"
    whole = "We shall stand by them whatever threats come from across the ocean, said nobody."
    first = record(whole, "a", "Ana Ruiz", "2024-05-03")
    assert grouped(first, record(freer, "b", "Ana Ruiz", "2024-05-04")) == [{"a", "b"}]
    assert grouped(first, record(freer, "b", "Bo Lind", "2024-05-04")) == []


def test_the_article_vouches_for_its_own_headline() -> None:
    headline, body = (record(t, "a", "Ana Ruiz") for t in ("Young lives", WHOLE))
    (utterance,) = trace([headline, body], min_size=1)
    assert (utterance.quotations, utterance.articles) == (2, 1)


def test_an_utterance_needs_two_articles() -> None:
    twice, other = [record(WHOLE, "a", start=n) for n in (0, 90)], record(TRIMMED, "b")
    assert trace(twice) == []
    assert trace([*twice, other])[0].articles == 2
    assert trace([record(WHOLE), record(WHOLE)])[0].articles == 2


def test_a_group_does_not_drift() -> None:
    chain = [
        "grain silos burned across northern valleys while foreign planes circled overhead",
        "northern valleys while foreign planes circled overhead and village children watched",
        "circled overhead and village children watched silent ministers leave Sunday meetings",
    ]
    assert grouped(*(record(text, str(n)) for n, text in enumerate(chain))) == []


def test_the_wording_printed_most_leads_and_not_one_translators() -> None:
    odd = WHOLE.replace("peace", "quiet")
    odder = WHOLE.replace("harbour", "seaside")
    said = [record(text, str(n)) for n, text in enumerate([odd, WHOLE, odder, WHOLE, TRIMMED])]
    (utterance,) = trace(said)
    assert (utterance.text, utterance.quotations) == (WHOLE, 5)


def test_an_utterance_sums_up_its_quotations() -> None:
    (utterance,) = trace(
        [
            record(WHOLE, "a", "Ana Ruiz", "2024-05-04", labels=["solidarity"], outlet="Post"),
            record(TRIMMED, "b", "Ruiz", "2024-05-03", labels=["solidarity", "commemoration"]),
            {"article": "c", "text": WHOLE, "meta": {"date": "2024-05-09", "outlet": "Echo"}},
        ]
    )
    assert utterance.to_dict() == {
        "utterance": WHOLE,
        "quotations": 3,
        "articles": 3,
        "first_date": "2024-05-03",
        "last_date": "2024-05-09",
        "outlets": ["Echo", "Post"],
        "speakers": [{"name": "Ana Ruiz", "quotations": 1}, {"name": "Ruiz", "quotations": 1}],
        "labels": {"solidarity": 2, "commemoration": 1},
        "variants": [
            {"text": WHOLE, "quotations": 2, "articles": ["a", "c"]},
            {"text": TRIMMED, "quotations": 1, "articles": ["b"]},
        ],
    }


def test_a_record_given_twice_counts_once() -> None:
    said = record(WHOLE, "a", start=7)
    assert trace([said, said, dict(said)]) == []
    elsewhere = said | {"outlet": "Echo"}
    assert trace([said, elsewhere])[0].quotations == 2


def test_one_agency_report_in_two_outlets_is_quoted_twice(extractor: Extractor) -> None:
    """Files of one name from two outlets are two articles, interrupted quotations among them."""
    first, _, second = WHOLE.partition(" so ")
    (report,) = extractor.pipe([Article(f"“{first},” Ana Ruiz said, “so {second}”", "wire.txt")])
    records = [q.to_dict() | {"outlet": outlet} for outlet in ("Post", "Echo") for q in report[1]]
    assert len(records) == 4
    (utterance,) = trace(records)
    assert (utterance.quotations, utterance.outlets) == (2, ("Echo", "Post"))
    assert [variant.text for variant in utterance.variants] == [f"{first}, so {second}"]


def test_the_most_quoted_comes_first_then_the_earliest() -> None:
    third = "Nobody rebuilt our burned orchards except the neighbours we trusted."
    records = [
        record(text, f"{n}{k}", day=f"2024-01-0{n}")
        for n, text, copies in ((3, third, 2), (2, OTHER, 2), (4, WHOLE, 3))
        for k in range(copies)
    ]
    assert [u.text for u in trace(records)] == [WHOLE, OTHER, third]
    assert [u.text for u in trace(records, min_size=3)] == [WHOLE]


def test_sparse_and_odd_records_are_read() -> None:
    odd: list[Any] = [
        {"text": "…"},
        {"text": WHOLE, "speaker": "Ana Ruiz", "meta": None, "labels": 5, "start": "x"},
        {"text": WHOLE, "speaker": None, "meta": {"date": 2024}, "article": 7, "kind": "direct"},
        {"text": WHOLE, "date": "May 1", "speaker": {"name": "Ana"}, "kind": "direct"},
    ]
    (utterance,) = trace(odd)
    assert (utterance.quotations, utterance.first_date) == (3, "2024")


@pytest.mark.parametrize("similarity", [0, 1.5])
def test_similarity_is_a_share(similarity: float) -> None:
    with pytest.raises(ValueError, match="similarity must lie"):
        trace([], similarity=similarity)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any) -> Any:
        if name == "rapidfuzz":
            raise ImportError(name)
        return real(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(rhetoric.RhetoricError, match=r"pip install 'rhetoric\[trace\]'"):
        trace([])


WORDS = st.sampled_from(
    "young lives harbour town peace Ruiz 1944 we the … eternal friendship".split()
)
RECORDS = st.lists(
    st.builds(
        record,
        st.lists(WORDS, min_size=1, max_size=9).map(" ".join),
        st.sampled_from("abc"),
        st.sampled_from(("", "Ana Ruiz", "he")),
        st.sampled_from(("", "2024-05-01", "2024-05-03")),
        start=st.integers(0, 3),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(RECORDS, st.integers(0, 99))
def test_the_order_of_the_records_does_not_matter(records: list[Any], seed: int) -> None:
    shuffled = random.Random(seed).sample(records, len(records))  # noqa: S311 - an order, no secret
    assert trace(shuffled, min_size=1) == trace(records, min_size=1)


@settings(deadline=None)
@given(RECORDS)
def test_every_quotation_is_in_one_utterance(records: list[Any]) -> None:
    distinct = {(r["article"], r["start"], r["text"], r["meta"]["date"]) for r in records}
    found = trace(records, min_size=1)
    assert sum(u.quotations for u in found) == len(distinct)
    assert all(u.quotations == sum(v.quotations for v in u.variants) for u in found)
