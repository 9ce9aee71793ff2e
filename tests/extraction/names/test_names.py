import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.extraction.names.names import find_names, resolve
from rhetoric.extraction.names.persons import find_persons, find_runs


def named(text: str, mention: str, last: str | None = None) -> str:
    """Resolve the last occurrence of a mention in a text."""
    return resolve(find_names(text), mention, text.rindex(mention), last)


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("Leader Kim Jong Un spoke. Kim left.", "Kim", "Kim Jong Un"),
        ("Foreign Minister Ana Ruiz spoke. Ruiz left.", "Ruiz", "Ana Ruiz"),
        ("Minister Nguyen Duc Khoat spoke. Khoat left.", "Khoat", "Nguyen Duc Khoat"),
        ("Minister Osvaldo Ferrer Lamas spoke. Ferrer left.", "Ferrer", "Osvaldo Ferrer Lamas"),
        ("Ana Ruiz, the mayor, spoke. Then Mayor Ruiz left.", "Mayor Ruiz", "Ana Ruiz"),
        ("Leader Kim Jong Un spoke. He left.", "He", "Kim Jong Un"),
        ("Mayor Ana Ruiz met Leader Kim Jong Un. She left.", "She", "Ana Ruiz"),
        ("Leader Kim Jong Un spoke. The leader left.", "The leader", "Kim Jong Un"),
        ("Foreign Minister Ana Ruiz spoke. The minister left.", "The minister", "Ana Ruiz"),
        (
            "Ana Ruiz, the Spanish minister, met Lee, the Irish one. The Spanish minister left.",
            "The Spanish minister",
            "Ana Ruiz",
        ),
        ("The Culture Ministry closed, it told reporters.", "it", "Culture Ministry"),
        ("Mayor Tom Jones spoke to a crowd. Jones left.", "Jones", "Tom Jones"),
        ("Union president Carl Novak Jr. spoke. Novak left.", "Novak", "Carl Novak Jr"),
        (
            "Mayor Ann Lee met Sen. Bob Carr. Lee and Carr left.",
            "Lee and Carr",
            "Ann Lee and Bob Carr",
        ),
        ("Russia’s Vladimir Putin spoke to a crowd. Putin left.", "Putin", "Vladimir Putin"),
        ("It was in Pyongyang Thursday. Leader Kim Jong Un spoke. Kim left.", "Kim", "Kim Jong Un"),
        ("Author Stephen King spoke to a crowd. King left.", "King", "Stephen King"),
        ("When\u00a0Zlopek Marn, the mayor, spoke, all heard. Marn left.", "Marn", "Zlopek Marn"),
        ("Minister Ștefan Popescu spoke to a crowd. Popescu left.", "Popescu", "Ștefan Popescu"),
        ("Rival Hillary Clinton spoke to a crowd. Clinton left.", "Clinton", "Hillary Clinton"),
        (
            "Sen. Claire McCaskill spoke to a crowd of many.",
            "Sen. Claire McCaskill",
            "Claire McCaskill",
        ),
        ("Mr. Lee spoke to a crowd. Then he left.", "he", "Lee"),
    ],
)
def test_a_mention_gets_the_fullest_name(text: str, mention: str, name: str) -> None:
    assert named(text, mention) == name


@pytest.mark.parametrize(
    ("text", "mention", "kept"),
    [
        ("Mayor Ana Ruiz met her brother, Minister Juan Ruiz. Ruiz left.", "Ruiz", "Ruiz"),
        ("Rain fell on Madrid. He left.", "He", "He"),
        ("Mayor Ana Ruiz spoke. He left.", "He", "He"),
        ("Mayor Ana Ruiz spoke. They left.", "They", "They"),
        ("Mayor Ana Ruiz spoke. The general left.", "The general", "general"),
        (
            "The miners of La Paz met. The dockers’ union of Marseille wrote.",
            "The dockers’ union of Marseille",
            "dockers’ union of Marseille",
        ),
        ("The Clinton Foundation met. Clinton left.", "Clinton", "Clinton"),
        ("Michelle Obama spoke, and Mr. Obama came. Obama left.", "Obama", "Obama"),
        (
            "Mrs. Ana Ruiz spoke. The Vermont senator left.",
            "The Vermont senator",
            "Vermont senator",
        ),
        ("Ana Ruiz Says Rain Will Fall\n\nIt fell on all. Ruiz left.", "Ruiz", "Ruiz"),
    ],
)
def test_where_it_is_unsure_the_mention_stays(text: str, mention: str, kept: str) -> None:
    assert named(text, mention) == kept


def test_a_pronoun_may_mean_the_last_speaker() -> None:
    text = "Minister Ana Ruiz and Mayor Eva Soto met. It rained. She left."
    assert named(text, "She", last="Ana Ruiz") == "Ana Ruiz"


@pytest.mark.parametrize(
    "text",
    [
        "The Tourism Ministry spoke.",
        "They crossed the Rao Quan River.",
        "He joined the Korean Central News Agency.",
        "They met in San Marcos.",
    ],
)
def test_bodies_and_places_are_no_persons(text: str) -> None:
    assert find_persons(text, list(find_runs(text))) == []


def test_names_inside_quotations_are_not_counted() -> None:
    text = "He said “Mayor Ana Ruiz” twice."
    assert list(find_runs(text, [(9, 23)])) == []


@given(st.text(), st.text())
def test_any_text_and_mention_resolve(text: str, mention: str) -> None:
    assert isinstance(resolve(find_names(text), mention, len(text)), str)
