from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.errors import ModelError
from rhetoric.labelling.encoder import (
    NETWORK,
    PIECES,
    PieceReader,
    encoder_path,
    load_encoder,
)
from rhetoric.labelling.samples import Sample
from rhetoric.labelling.utterances import utterances
from rhetoric.types import Quote, Speaker

READER = PieceReader(encoder_path() / PIECES)
CARRIER, KIM = "“We stay,” Kim said, “for good.”", Speaker("Kim", "Kim", 11, 14)


def words(sample: Sample) -> list[str]:
    """Return what the pieces of a sample stand for; signs have no words."""
    texts = (sample.text, sample.context)
    return [texts[p.segment][p.start : p.end] for p in READER.read(sample) if p.start >= 0]


def segments(sample: Sample) -> list[int]:
    """Return the segment of each piece that stands for a word."""
    return [p.segment for p in READER.read(sample) if p.start >= 0]


def test_a_quotation_between_marks_is_read_where_it_stands() -> None:
    sample = Sample("we stay", "Kim said “we stay” here.")
    assert words(sample) == ["Kim", "said", "“", "we", "stay", "”", "here", "."]
    assert segments(sample) == [1, 1, 1, 0, 0, 1, 1, 1]


def test_one_fragment_of_two_in_a_sentence_is_told_from_the_other() -> None:
    carrier = "She called them ‘heroes’ and it ‘a disgrace’."
    heroes, disgrace = Sample("heroes", carrier), Sample("a disgrace", carrier)
    assert words(heroes) == words(disgrace)
    assert segments(heroes).index(0) < segments(disgrace).index(0)


def test_without_marks_the_carrier_comes_after_with_the_words_masked() -> None:
    sample = Sample("We stay.", "It rains. We stay. It is late.")
    assert words(sample) == ["We", "stay", ".", "It", "rains", ".", "W", "It", "is", "late", "."]
    assert segments(sample) == [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]


def test_an_utterance_in_parts_is_read_at_the_first() -> None:
    (sample, _), _ = utterances(
        [
            Quote(1, 9, "We stay,", "direct", CARRIER, speaker=KIM),
            Quote(22, 31, "for good.", "direct", CARRIER, speaker=KIM),
        ]
    )
    assert words(sample)[:8] == ["“", "We", "stay", ",", "for", "good", ".", "”"]


def test_an_ellipsis_of_the_journalist_is_not_where_the_words_stood() -> None:
    sample = Sample("we stay", "“… and so on” came before “we stay”.")
    assert words(sample) == ["“", "…", *"and so on ” came before “ we stay ” .".split()]


def test_words_that_their_carrier_lacks_come_before_it() -> None:
    sample = Sample("we stay", "Kim spoke.")
    assert words(sample) == ["we", "stay", "Kim", "spoke", "."]


def test_a_post_is_one_segment() -> None:
    assert {p.segment for p in READER.read(Sample("we stay", "we stay"))} == {0}


def test_of_a_long_quotation_the_beginning_and_the_end_are_read() -> None:
    text = " ".join(["first"] + ["word"] * 200 + ["last"])
    assert len(words(Sample(text))) == 72
    assert words(Sample(text))[0] == "first"
    assert words(Sample(text))[-1] == "last"


@pytest.mark.parametrize(("quoted", "around"), [(2, 94), (40, 56), (72, 24)])
def test_more_of_the_carrier_is_read_around_a_fragment(quoted: int, around: int) -> None:
    text = " ".join(["stay"] * quoted)
    carrier = f"{'before ' * 60}“{text}”{' after' * 60}"
    read = [word for word in words(Sample(text, carrier)) if word != "stay"]
    assert len(read) == around
    assert {"before", "after"} <= set(read)


def test_a_short_side_of_the_carrier_leaves_its_room_to_the_other() -> None:
    read = words(Sample("stay", f"“stay”{' after' * 150}"))
    assert read.count("after") == 93


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_read_and_offsets_lie_in_it(text: str, context: str) -> None:
    sample = Sample(text, context)
    pieces = READER.read(sample)
    assert len(pieces) <= 72 + 41 + 3
    for piece in pieces:
        assert -1 <= piece.start <= piece.end <= len((text, context)[piece.segment])


def test_half_of_a_surrogate_pair_is_read() -> None:
    assert np.isfinite(load_encoder().encode([Sample("we \ud83d stay")])).all()


def test_the_shares_of_the_pieces_add_up_to_the_vector() -> None:
    sample = Sample("We will never forget", "He said “We will never forget” there")
    pieces, shares = load_encoder().encode_pieces(sample)
    assert len(shares) == len(pieces)
    np.testing.assert_allclose(shares.sum(axis=0), load_encoder().encode([sample])[0], atol=1e-4)


def test_nothing_has_no_vectors() -> None:
    assert load_encoder().encode([]).shape == (0, load_encoder().width)


@pytest.mark.parametrize("name", [NETWORK, PIECES])
def test_a_damaged_or_missing_file_is_told(tmp_path: Path, name: str) -> None:
    for each in (NETWORK, PIECES):
        (tmp_path / each).write_bytes((encoder_path() / each).read_bytes())
    (tmp_path / name).write_bytes(b"{")
    with pytest.raises(ModelError, match="install the package again"):
        load_encoder(tmp_path)
