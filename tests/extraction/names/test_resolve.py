from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.extraction.names.find import find_names
from rhetoric.extraction.names.persons import find_persons
from rhetoric.extraction.names.resolve import resolve
from rhetoric.extraction.names.runs import find_runs


def named(text: str, mention: str, last: str | None = None) -> str:
    """Resolve the last occurrence of a mention in a text."""
    at = text.rindex(mention)
    return resolve(find_names(text), at, at + len(mention), last)


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
        ("Minister Recep Ünal spoke to a crowd. Unal left.", "Unal", "Recep Ünal"),
        ("Oleh Zelenskyy spoke to a crowd. Zelensky left.", "Zelensky", "Oleh Zelenskyy"),
        ("Omar el-Masri spoke to a crowd. el-Masri left.", "el-Masri", "Omar el-Masri"),
        ("Omar el-Masri spoke to a crowd. Al-Masri left.", "Al-Masri", "Omar el-Masri"),
        ("Hasan ibn Saleh spoke to a crowd. Saleh left.", "Saleh", "Hasan ibn Saleh"),
        ("Luc d’Arcy spoke to a crowd. Then d’Arcy left.", "d’Arcy", "Luc d’Arcy"),
        ("Carl Novak III spoke to a crowd. Novak left.", "Novak", "Carl Novak III"),
        ("Carl Novak III spoke to a crowd.", "III", "Carl Novak III"),
        ("Carl “Ace” Novak spoke to a crowd. Novak left.", "Novak", "Carl “Ace” Novak"),
        ("Carl 'Ace' Novak spoke to a crowd of many.", "Novak", "Carl 'Ace' Novak"),
        ("Carl (Ace) Novak spoke to a crowd of many.", "Carl", "Carl (Ace) Novak"),
        ("Emma Hill, a nurse, came. It rained. Hill left.", "Hill", "Emma Hill"),
        ("Emma March, a nurse, came. It rained. March left.", "March", "Emma March"),
        ("The rain fell on Emma France, a nurse. France left.", "France", "Emma France"),
        ("President Han Se-jun spoke to a crowd. Han left.", "Han", "Han Se-jun"),
        ("It rained on Joe Hart. Joseph R. Hart left.", "Joe Hart", "Joseph R. Hart"),
        ("Ann Roe came. Roe sat. Then Jill Roe left. Roe smiled.", "Roe", "Ann Roe"),
        ("Bo Roe came. Whereas Roe sat, rain fell. Roe smiled.", "Roe", "Bo Roe"),
        ("Virginia Roe came. Roe sat.", "Roe", "Virginia Roe"),
        ("In the rain J. Hart left. Then Joseph Hart left.", "J. Hart", "Joseph Hart"),
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
        ("The miners met Anna Lee, a cook, in Lee Park. The Park closed.", "The Park", "Park"),
        ("Anna Park, a cook, came to a park. The Park closed.", "The Park", "Park"),
        ("It rained on Ann Roe. Then Jill Roe left. Roe smiled.", "Roe", "Roe"),
        ("The Turkish Envoy came. The Turkish Envoy left.", "The Turkish Envoy", "Turkish Envoy"),
        ("Ann Roe told host Bob Carr.", "Ann Roe", "Ann Roe"),
        (
            "The High Court of Wales and Kent met.",
            "The High Court of Wales and Kent",
            "High Court of Wales and Kent",
        ),
        ("The 14th Amendment says so.", "The 14th Amendment", "14th Amendment"),
        ("Liberal Democrats said so.", "Liberal Democrats", "Liberal Democrats"),
        ("Ann Roe came. Roe supporters left.", "Roe supporters", "Roe supporters"),
        ("Ann Roe came. The letter of Ann Roe read.", "The letter of Ann Roe", "letter of Ann Roe"),
    ],
)
def test_where_it_is_unsure_the_mention_stays(text: str, mention: str, kept: str) -> None:
    assert named(text, mention) == kept


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("Sgt Carl Novak spoke to a crowd of many.", "Sgt Carl Novak", "Carl Novak"),
        ("DCI Ann Lee spoke to a crowd of many.", "DCI Ann Lee", "Ann Lee"),
        ("PM Ann Lee spoke to a crowd of many.", "PM Ann Lee", "Ann Lee"),
        ("NASA Administrator Ann Lee spoke to all.", "NASA Administrator Ann Lee", "Ann Lee"),
        ("Chief Executive Ann Lee spoke to a crowd.", "Executive Ann Lee", "Ann Lee"),
        ("Turkish Ann Lee spoke to a crowd of many.", "Turkish Ann Lee", "Ann Lee"),
        ("Co-founder Ann Lee spoke to a crowd.", "Co-founder Ann Lee", "Ann Lee"),
        ("Roz Fox of the Marl Trust spoke to all.", "Roz Fox of the Marl Trust", "Roz Fox"),
        ("Lord Roe I met, not Ann Roe I knew.", "Ann Roe", "Ann Roe"),
        (
            "Late on, House of Lords Speaker Roz Fox spoke to all.",
            "House of Lords Speaker Roz Fox",
            "Roz Fox",
        ),
        ("So the Trade Committee member Roz Fox left. Fox wept.", "Fox", "Roz Fox"),
        ("Rep. Roz Fox of Ohio spoke to a crowd.", "Rep. Roz Fox of Ohio", "Roz Fox"),
        ("Lord Fox of Marl spoke to a crowd.", "Lord Fox of Marl", "Fox"),
        (
            "Secretary of State Roz Fox spoke to a crowd.",
            "Secretary of State Roz Fox",
            "Roz Fox",
        ),
        (
            "Many heard President of Peru Roz Fox speak to a crowd.",
            "President of Peru Roz Fox",
            "Roz Fox",
        ),
    ],
)
def test_titles_and_affiliations_are_no_part_of_the_name(
    text: str, mention: str, name: str
) -> None:
    assert named(text, mention) == name


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("So said the minister, Carl Brand.", "the minister", "Carl Brand"),
        ("The head of the bank, Ellen Roe, said so.", "The head of the bank", "head of the bank"),
        ("The director of the bank, Ellen Roe, spoke.", "The director of the bank", "Ellen Roe"),
        ("So study co-author Kim Roe said to all.", "study co-author", "Kim Roe"),
        ("A Marl professor and study author Jo Roe said so.", "A Marl professor", "Jo Roe"),
        ("Late on, Coast Guard commander Ivo Roe said so.", "Coast Guard", "Ivo Roe"),
        (
            "Late on, political commentators Ann Lee and Bob Carr said so.",
            "political commentators",
            "Ann Lee and Bob Carr",
        ),
        ("Ivo Roe lost his house. The 34-year-old wept.", "The 34-year-old", "Ivo Roe"),
        (
            "Ivo Roe lost his house. The 34-year-old from Marl wept.",
            "34-year-old from Marl",
            "Ivo Roe",
        ),
        ("Ivo Roe lost his house. The Italian wept.", "The Italian", "Ivo Roe"),
    ],
)
def test_a_role_is_the_person_named_beside_it(text: str, mention: str, name: str) -> None:
    assert named(text, mention) == name


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("Ann Lee met Bob Carr. It rained. He left.", "He", "Bob Carr"),
        ("Ann Lee and Bob Carr met. They left.", "They", "Ann Lee and Bob Carr"),
        ("Carr wins in Marl\n\nTom Hart, a clerk, spoke. He left.", "He", "Tom Hart"),
        ("By Bob Carr\nTom Hart, a clerk, spoke. He left.", "He", "Tom Hart"),
        ("• Bob Carr won\n• Al Roe lost\n\nTom Hart, a clerk, spoke. He left.", "He", "Tom Hart"),
        ("Tom Hart came.\n\nImage caption: Bob Carr at home\n\nHe left.", "He", "Tom Hart"),
        ("Photo: Ann Lee\n\nThen she left.", "she", "she"),
        ("Tom Hart came.\n\nBob Carr at home.Image: Al Roe.\n\nHe left.", "He", "Tom Hart"),
        ("Tom Hart came.\n\nBob CarrPhoto: Al Roe\n\nHe left.", "He", "Tom Hart"),
        ("Tom Hart came.\n\nBob Carr. (File: Al Roe)\n\nHe left.", "He", "Tom Hart"),
        ("Tom Hart came. Asked about Bob Carr, he left.", "he", "Tom Hart"),
        ("Ivo Roe came. Sue Day, a cook, came. He left.", "He", "Ivo Roe"),
        ("Ivo Roe came. Then Marn, who was ill, spoke. Marn was sad. He left.", "He", "Marn"),
        ("Ivo Roe came.\n\nWexo said no to Bob Carr. He left.", "He", "Bob Carr"),
        ("Ivo Roe came. Red Hat said no. He left.", "He", "Ivo Roe"),
        ("Ivo Roe came. Wikinews asked why. He left.", "He", "Ivo Roe"),
        ("Ann Lee came. Reuters reported it. She left.", "She", "Ann Lee"),
        ("Ann Lee came. Al Jazeera said so. She left.", "She", "Ann Lee"),
        ("Ivo Roe came. He said Al Day was ill, and then he left.", "he", "Ivo Roe"),
        ("Ivo Roe came. Her grandson Ben came. He left.", "He", "Ben"),
        ("Abdelkarim Zwui, who was ill, came. He left.", "He", "Abdelkarim Zwui"),
    ],
)
def test_a_pronoun_means_somebody_of_its_gender_named_near_it(
    text: str, mention: str, name: str
) -> None:
    assert named(text, mention) == name


def test_a_name_nearer_than_the_last_speaker_is_meant() -> None:
    text = "Bob Carr was sure. Then Tom Hart came in. He left."
    assert named(text, "He", last="Bob Carr") == "Tom Hart"


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


class Watched(str):
    """A text that tells how far back it is searched."""

    __slots__ = ("reaches",)

    def rfind(self, *sought: object) -> int:
        _, start, end = cast("tuple[str, int, int]", sought)
        self.reaches = [*getattr(self, "reaches", ()), end - start]
        return super().rfind(*cast("tuple[str, int, int]", sought))


def test_a_pronoun_looks_back_over_no_more_than_is_near_it() -> None:
    text = Watched("Mr. Al Bo came. " + "“We go,” he said to Al Bo. " * 400)
    names = replace(find_names(str(text)), text=text)
    at = text.rindex("he")
    assert resolve(names, at, at + 2) == "Al Bo"
    assert 0 < max(text.reaches) < 3000


@given(st.text("a\n"), st.integers(0, 20), st.integers(0, 20))
def test_the_lines_that_end_between_two_offsets_are_counted(text: str, a: int, b: int) -> None:
    assert max(0, find_names(text).breaks(a, b)) == text.count("\n", a, b)


@given(st.text(), st.text())
def test_any_text_and_mention_resolve(text: str, mention: str) -> None:
    names = find_names(text + mention)
    assert isinstance(resolve(names, len(text), len(text + mention)), str)
