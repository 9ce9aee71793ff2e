import pytest

from rhetoric.tracing.likeness import form_of, holds_phrase, similarity

WHOLE = form_of(
    "The sacred memory of the soldiers who freed Harsk in 1944 will never fade, he vowed."
)


@pytest.mark.parametrize(
    "part",
    [
        "the soldiers who freed Harsk",
        "THE SACRED MEMORY OF THE SOLDIERS WHO FREED HARSK",
        "The sacred memory … will never fade",
        "The sacred memory [...] who freed Harsk in 1944 . . . will never fade",
        "sacred memory of these soldiers, who’d freed Harsk",
    ],
)
def test_trimmed_and_elided_words_stand_in_the_whole(part: str) -> None:
    assert similarity(form_of(part), WHOLE) == 1


def test_a_word_translated_otherwise_costs_its_share() -> None:
    part = form_of("the holy memory of the soldiers who freed Harsk")
    assert similarity(part, WHOLE) == pytest.approx(4 / 5)


@pytest.mark.parametrize(
    "part",
    [
        "the memory of the soldiers who freed Minsk in 1944 will never fade",
        "the memory of the soldiers who freed Harsk in 1943 will never fade",
        "NATO and the memory of the soldiers who freed Harsk in 1944",
    ],
)
def test_another_name_or_number_is_another_utterance(part: str) -> None:
    assert similarity(form_of(part), WHOLE) == 0


def test_another_spelling_of_a_name_is_not() -> None:
    whole = form_of("We thank President Zelenskyy for the grain that reached our ports.")
    assert similarity(form_of("We thank President Zelensky for the grain"), whole) > 0.7


def test_the_same_words_in_another_order_are_not_the_same() -> None:
    part = form_of("fade never will soldiers’ sacred memory")
    assert similarity(part, WHOLE) < 0.7


def test_words_strewn_over_a_long_text_do_not_stand_in_it() -> None:
    long = form_of("peace " + "one thing after another " * 9 + "bread " * 9 + "friends neighbours")
    assert similarity(form_of("peace bread friends"), long) < 0.7


def test_words_without_content_stand_in_nothing() -> None:
    assert similarity(form_of("this is it"), WHOLE) == 0
    assert form_of("… !") == form_of("")


def test_a_phrase_is_held_word_by_word() -> None:
    assert holds_phrase(WHOLE, form_of("sacred memory"))
    assert not holds_phrase(WHOLE, form_of("sacred mem"))
    assert not holds_phrase(WHOLE, form_of("sacred soldiers"))
