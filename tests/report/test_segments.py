from hypothesis import given
from hypothesis import strategies as st

from rhetoric.report.segments import Layer, segment

TEXTS = st.text(max_size=60)
LAYERS = st.lists(
    st.builds(
        Layer,
        st.integers(-5, 70),
        st.integers(-5, 70),
        st.sampled_from(["quotation", "speaker", "cue"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(TEXTS, LAYERS, st.lists(st.integers(-5, 70), max_size=5))
def test_the_segments_are_the_text(text: str, layers: list[Layer], cuts: list[int]) -> None:
    found = segment(text, layers, cuts)
    assert "".join(s.text for s in found) == text
    assert all(s.text == text[s.start : s.end] != "" for s in found)


@given(TEXTS, LAYERS)
def test_a_segment_has_the_layers_that_lie_over_it(text: str, layers: list[Layer]) -> None:
    for piece in segment(text, layers):
        for at in range(piece.start, piece.end):
            here = {(x.role, x.number) for x in layers if x.start <= at < x.end}
            assert {(x.role, x.number) for x in piece.layers} == here


@given(TEXTS, LAYERS, st.integers(1, 59))
def test_nothing_straddles_a_cut(text: str, layers: list[Layer], cut: int) -> None:
    assert not any(s.start < cut < s.end for s in segment(text, layers, [cut]))


def test_neighbours_differ() -> None:
    found = segment("abcdef", [Layer(0, 3, "cue", 1), Layer(2, 5, "speaker", 1)])
    assert [(s.text, len(s.layers)) for s in found] == [("ab", 1), ("c", 2), ("de", 1), ("f", 0)]


def test_what_two_quotations_share_has_both_their_numbers() -> None:
    (kim, _) = segment("Kim said", [Layer(0, 3, "speaker", 4), Layer(0, 3, "speaker", 5)])
    assert kim.numbers("speaker") == (4, 5)
