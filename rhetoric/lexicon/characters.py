"""Characters by what they do: those that no reader sees, those that join, those that part."""

import re

# They part words, cues and marks: soft hyphen, zero-width space, word joiner, byte order mark,
# directions (general category Cf of Unicode).
INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Emoji and the words of some languages are spelt with them: they stay.
JOINERS = frozenset("\u200c\u200d")
# Half of a pair, which is no character: no file can hold it, and no parser takes it. Articles from
# files have none (`documents.repair`); in a text from a program it stays where it counts as one.
SURROGATE = re.compile("[\ud800-\udfff]")
# As they are printed and typed.
DASHES = frozenset(("—", "–", "-", "--", "―"))
