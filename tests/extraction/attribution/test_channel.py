"""The channel is the medium; the maker of a text is who speaks through it."""

import pytest

from rhetoric.extraction.extractor import Extractor

MEDIA = [
    ("In a video on Wednesday night, Ana Ruiz said: “We need a road.”", "a video"),
    ("“It will open,” Ana Ruiz said in a speech to Congress.", "a speech"),
    ("In a post on X on Monday, Ana Ruiz said: “We need a road.”", "X"),
    ("In a tweet late on Sunday, Ana Ruiz said: “We need a road.”", "a tweet"),
    ("“It will open,” Ana Ruiz told Sky Sports.", "Sky Sports"),
    ("“It will open,” Ana Ruiz told the paper on Tuesday.", "the paper"),
    ("“It will open,” Ana Ruiz said in the USA.", None),
]

MADE = [
    ("The ministry’s statement said: “The wind is strong.”", "ministry", "statement"),
    ("The opinion of the court read in part, “The oath is void.”", "court", "The opinion"),
    ("A letter from Ana Ruiz said: “The oath is void.”", "Ana Ruiz", "A letter"),
    ("The office issued a warning. “The wind is strong,” read the warning.", "office", "warning"),
]


@pytest.mark.parametrize(("text", "channel"), MEDIA)
def test_the_channel_is_the_medium_never_day_place_or_audience(
    extractor: Extractor, text: str, channel: str | None
) -> None:
    quote = extractor.extract(text)[0]
    assert (quote.speaker and quote.speaker.name, quote.channel) == ("Ana Ruiz", channel)


@pytest.mark.parametrize(("text", "speaker", "channel"), MADE)
def test_who_made_a_text_speaks_through_it(
    extractor: Extractor, text: str, speaker: str, channel: str
) -> None:
    quote = extractor.extract(text)[0]
    assert quote.speaker is not None
    assert quote.speaker.name == speaker
    assert quote.channel is not None
    assert channel in quote.channel


def test_a_text_without_a_maker_speaks_for_itself(extractor: Extractor) -> None:
    quote = extractor.extract("“It will open,” the report said.")[0]
    assert quote.speaker is not None
    assert quote.speaker.name == "report"
