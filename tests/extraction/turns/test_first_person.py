import pytest

from rhetoric.extraction.extractor import Extractor

ASKED = "((Post)) Was it safe, Nadia Lopez?\n\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("((Nadia Lopez)) It fell. I said, “We must go now.”", "Nadia Lopez"),
        ("((Nadia Lopez)) And I’m like, “We must go now.”", "Nadia Lopez"),
        ("((Nadia Lopez)) It fell.\n\nI told them, “We must go now.”", "Nadia Lopez"),
        ("((Lopez)) It fell. “We must go now,” I said.", "Nadia Lopez"),
        ("((Nadia Lopez)) My brother Tom Ashby came. He said, “We must go now.”", "Tom Ashby"),
        ("((Nadia Lopez)) It fell.\n\n((Post)) I read: “We must go now.”", "I"),
        ("Nadia Lopez met me. I said, “We must go now.”", "I"),
        ("The mayor (aged 51) came. ((Nadia Lopez)) I said, “We must go now.”", "I"),
    ],
)
def test_i_is_who_speaks_there(text: str, name: str) -> None:
    quote = Extractor().extract(ASKED + text)[-1]
    assert quote.text.startswith("We must go")
    assert quote.speaker
    assert quote.speaker.name == name


def test_i_that_nothing_explains_is_trusted_little() -> None:
    quote = Extractor().extract("“We must go now,” I said.")[0]
    assert quote.speaker
    assert quote.speaker.name == "I"
    assert quote.confidence < 0.5
