import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.labelling.encoder import Encoder, load_encoder
from rhetoric.labelling.features import Features
from rhetoric.labelling.ngrams import View, reach
from rhetoric.labelling.samples import Sample, source_text, tokens_of


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("We stay.", ["we", "stay"]),
        ("It’s 1953 – 42%!", ["it's", "0000", "–", "00", "%", "!"]),
        ("#WeRemember @kim", ["#weremember", "@kim"]),
        ("🇨🇺🇻🇳", ["🇨🇺", "🇻🇳"]),
    ],
)
def test_tokens(text: str, forms: list[str]) -> None:
    assert [t.form for t in tokens_of(text)] == forms


@given(st.text())
def test_token_offsets_hold(text: str) -> None:
    tokens = tokens_of(text)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
    assert [t.start for t in tokens] == sorted(t.start for t in tokens)


def test_the_carrier_is_read_without_the_quoted_words() -> None:
    sample = Sample("we stay", "Kim said “we stay” here.")
    assert source_text(sample, "text") == "we stay"
    assert source_text(sample, "context") == "Kim said “…      ” here."


def test_an_offset_in_what_is_left_of_the_carrier_is_one_in_the_carrier() -> None:
    sample = Sample("we stay", "“We go,” Kim said, “we stay” and left.")
    left = source_text(sample, "context")
    for token in tokens_of(left):
        if left[token.start] != "…":
            assert sample.context[token.start : token.end] == left[token.start : token.end]


def test_a_post_has_no_carrier() -> None:
    assert source_text(Sample("we stay", "we stay"), "context") == ""


def test_words_add_up_whatever_stands_beside_them() -> None:
    """A long statement that does one thing among others does it as much as a short one."""
    words = View("text", "words", 10, 1.0)
    short, long = Sample("we stay with you"), Sample("the road is shut but we stay with you")
    matrix = Features(views=[words]).fit([short, long, long]).transform([short, long])
    shared = matrix[0].toarray().ravel() > 0
    kept = matrix[1].toarray().ravel()[shared] / matrix[0].data
    assert (kept > 0.8).all()


def test_fragments_count_more_and_the_longest_statements_less() -> None:
    sizes, carrying = np.array([3, 15, 60, 240]), np.array([9, 9, 9, 9])
    fragment, middle, long, longest = reach(sizes, carrying, "text", "text")
    assert fragment > middle == 1
    assert reach(sizes, 0 * sizes, "text", "text")[0] < fragment  # words alone are no fragment
    assert long > 0.75
    assert longest < 0.5 * long


def test_a_fragment_leans_on_its_carrier() -> None:
    fragment, statement = reach(np.array([1, 20]), np.array([9, 9]), "context", "context")
    assert fragment > 5 * statement


def test_a_carrier_is_read_as_if_quoted_where_hardly_a_word_is() -> None:
    quoted, carrying = np.array([1, 4, 7, 10, 40]), np.full(5, 15)
    as_quoted = reach(quoted, carrying, "context", "text")
    np.testing.assert_allclose(as_quoted / as_quoted[0], [1, 1, 0.5 * 1.2 / 1.4, 0, 0], rtol=1e-6)
    assert as_quoted[0] == pytest.approx(1.4)


def test_what_is_known_of_quoted_words_tells_what_a_fragment_does() -> None:
    quoted = Sample("we mourn the fallen at this grave")
    fragment = Sample("ours", "At the grave of the fallen he spoke of “ours”.")
    statement = Sample("the " * 12, f"At the grave he said “{'the ' * 12}”.")
    features = Features(views=[View("text", "words", 12, 1.0)]).fit([quoted, quoted])
    shared = features.transform([quoted]).toarray()[0] > 0
    read = features.transform([fragment, statement]).toarray()[:, shared]
    assert np.count_nonzero(read[0]) == len({"at", "the", "grave", "fallen", "the fallen"})
    assert np.count_nonzero(read[1]) == len({"the"})


def test_an_empty_text_is_a_row_of_zeros() -> None:
    features = Features().fit([Sample("we stay"), Sample("we stay")])
    assert features.transform([Sample("")]).nnz == 0


@pytest.mark.parametrize("encoder", [None, load_encoder()], ids=["n-grams", "encoder too"])
def test_one_sample_and_a_batch_give_the_same_rows(encoder: Encoder | None) -> None:
    samples = [Sample("we stay here", "Kim said"), Sample("stay", ""), Sample("we, we", "x")]
    features = Features(encoder).fit(samples)
    batch = features.transform(samples).toarray()
    alone = np.vstack([features.transform([s]).toarray() for s in samples])
    np.testing.assert_allclose(batch, alone, rtol=1e-6)


def test_vectors_that_are_known_need_not_be_made_again() -> None:
    samples = [Sample("we stay here", "Kim said"), Sample("stay", "")]
    features = Features(load_encoder(), views=())
    vectors = features.encode(samples)
    again = features.fit(samples, vectors).transform(samples, vectors).toarray()
    np.testing.assert_array_equal(features.fit(samples).transform(samples).toarray(), again)
