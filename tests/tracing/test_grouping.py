from hypothesis import given, settings
from hypothesis import strategies as st

from rhetoric.tracing.grouping import Quotation, group
from rhetoric.tracing.likeness import holds_phrase, similarity

WORDS = st.sampled_from(
    "grain silos burned northern valleys foreign planes Minsk Harsk 9 …".split()
)
QUOTATIONS = st.lists(
    st.builds(
        Quotation,
        st.lists(WORDS, min_size=1, max_size=12).map(" ".join),
        st.sampled_from("ab"),
        st.sampled_from(("", "2024-05-01", "2024-05-03", "2024-06-01", "May")),
        speaker=st.sampled_from(("", "Ana Ruiz", "he")),
    ),
    max_size=20,
)


@settings(deadline=None)  # the first example loads spaCy's stop words
@given(QUOTATIONS, st.sampled_from((0.6, 0.8, 1.0)))
def test_every_wording_fits_its_representative(
    quotations: list[Quotation], threshold: float
) -> None:
    for first, *others in group(quotations, threshold):
        for wording in others:
            part, whole = sorted((wording.form, first.form), key=lambda form: len(form.content))
            if wording.form.is_short:
                assert holds_phrase(first.form, wording.form)
            else:
                assert similarity(part, whole) >= threshold * 0.8


@settings(deadline=None)
@given(QUOTATIONS)
def test_a_short_wording_is_of_one_speaker(quotations: list[Quotation]) -> None:
    for wordings in group(quotations, 0.8):
        for wording in wordings:
            speakers = {quotation.speaker for quotation in wording.quotations}
            assert (
                not wording.form.is_short
                or len(wording.quotations) == 1
                or speakers == {"Ana Ruiz"}
            )


def test_a_wording_joins_the_utterance_of_its_speaker_where_two_fit() -> None:
    tail = "because northern valleys burned while foreign planes circled"
    said = [
        Quotation(f"Ministers resigned yesterday {tail}", "a", "2024-05-01", speaker="Bo Lind"),
        Quotation(f"Farmers marched on Harsk {tail}", "b", "2024-05-01", speaker="Ana Ruiz"),
        Quotation(tail, "c", "2024-05-02", speaker="Bo Lind"),
    ]
    together = [{q.article for w in wordings for q in w.quotations} for wordings in group(said, 1)]
    assert sorted(together, key=len) == [{"b"}, {"a", "c"}]


def test_a_pair_that_everybody_says_does_not_hide_the_rest() -> None:
    crowd = [Quotation(f"The United Nations will discuss bread{n} tomorrow") for n in range(600)]
    said = Quotation("The United Nations will discuss bread7 tomorrow, said the tired clerk.")
    sizes = [len(wordings) for wordings in group([*crowd, said], 1)]
    assert sorted(sizes)[-2:] == [1, 2]
