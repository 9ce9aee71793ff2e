import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.extraction.extractor import Extractor
from rhetoric.extraction.marks.reading import read
from rhetoric.extraction.turns.layout import find_turns, full_keys

INTRO = "Mayor Ivan Volkov met the press on Monday.\n\n"
TAKEN = [
    (
        "capitals",
        INTRO + "VOLKOV: Thank you all.\nREPORTER: Will it open?\nVOLKOV: In May.",
        [
            ("Ivan Volkov", "Thank you all."),
            ("REPORTER", "Will it open?"),
            ("Ivan Volkov", "In May."),
        ],
    ),
    (
        "blank lines, title",
        INTRO + "MAYOR VOLKOV: Thank you.\n\nQUESTION: When?\n\nMAYOR VOLKOV: In May.",
        [("Ivan Volkov", "Thank you."), ("QUESTION", "When?"), ("Ivan Volkov", "In May.")],
    ),
    (
        "the role alone",
        INTRO + "THE MAYOR: Thank you.\n\nQ: When?\n\nTHE MAYOR: In May.",
        [("Ivan Volkov", "Thank you."), ("Q", "When?"), ("Ivan Volkov", "In May.")],
    ),
    (
        "Q and A",
        "We met Nadia Lopez, a driver.\n\nQ: Was it safe?\nA: Never.\n\nQ. And now?\nA. Worse.",
        [
            ("Q", "Was it safe?"),
            ("Nadia Lopez", "Never."),
            ("Q", "And now?"),
            ("Nadia Lopez", "Worse."),
        ],
    ),
    (
        "Q and spaces",
        INTRO + "Q    Will it open?\n\nTHE MAYOR:  It will.\n\nQ    When?\n\nTHE MAYOR:  In May.",
        [
            ("Q", "Will it open?"),
            ("Ivan Volkov", "It will."),
            ("Q", "When?"),
            ("Ivan Volkov", "In May."),
        ],
    ),
    (
        "full names, then surnames",
        "JANE MARSH, HOST: Good day.\nREP. TOM ASHBY (live): Good day.\nMARSH: Well?\nASHBY: Well.",
        [
            ("Jane Marsh", "Good day."),
            ("Tom Ashby", "Good day."),
            ("Jane Marsh", "Well?"),
            ("Tom Ashby", "Well."),
        ],
    ),
    (
        "full names, then initials",
        "Nadia Lopez: It fell.\nJohn Reed: When?\nNL: On Monday.\nJR: Really?",
        [
            ("Nadia Lopez", "It fell."),
            ("John Reed", "When?"),
            ("Nadia Lopez", "On Monday."),
            ("John Reed", "Really?"),
        ],
    ),
    (
        "Markdown",
        "**Harlow Post:** Was it safe?\n\n**Lopez:** Never.\n\n**Harlow Post:** And now?",
        [("Harlow Post", "Was it safe?"), ("Lopez", "Never."), ("Harlow Post", "And now?")],
    ),
    (
        "a headline names who is interviewed",
        "An interview with Nadia Lopez\nBy Tom Ashby\n\nQ: Safe?\nA: No.\nQ: And now?\nA: Worse.",
        [("Q", "Safe?"), ("Nadia Lopez", "No."), ("Q", "And now?"), ("Nadia Lopez", "Worse.")],
    ),
    (
        "speakers with numbers",
        "SPEAKER 1: Was it safe?\nSPEAKER 2: Never.\nSPEAKER 1: And now?",
        [("SPEAKER 1", "Was it safe?"), ("SPEAKER 2", "Never."), ("SPEAKER 1", "And now?")],
    ),
    (
        "each speaks once",
        "MODERATOR: Welcome.\nVOLKOV: Thank you all.\nMARSH: Why now?",
        [("MODERATOR", "Welcome."), ("Volkov", "Thank you all."), ("Marsh", "Why now?")],
    ),
    (
        "time stamps",
        "[00:01] Volkov: We go.\n[00:05] Marsh: Why?\nVolkov (00:09): Because.",
        [("Volkov", "We go."), ("Marsh", "Why?"), ("Volkov", "Because.")],
    ),
    (
        "the label on its own line",
        "Volkov:\nThank you all.\n\nMarsh:\nWhy now?\n\nVolkov:\nIt is time.",
        [("Volkov", "Thank you all."), ("Marsh", "Why now?"), ("Volkov", "It is time.")],
    ),
    (
        "broken and stage lines, a tail",
        "Volkov: We built it for\nthem.\n(Applause.)\nMarsh: Oh?\nVolkov: I said it.\nIt ended.",
        [
            (
                "Volkov",
                "We built it for\nthem.",
            ),
            ("Marsh", "Oh?"),
            ("Volkov", "I said it."),
        ],
    ),
    (
        "several paragraphs",
        "Volkov: We built it.\n\nNobody came.\n\nMarsh: Why?\n\nVolkov: I said it.\n\nWe go.",
        [
            ("Volkov", "We built it.\n\nNobody came."),
            ("Marsh", "Why?"),
            ("Volkov", "I said it.\n\nWe go."),
        ],
    ),
    (
        "the words in another's marks",
        "Volkov: He told me “go away” twice.\nMarsh: Who?\nVolkov: The clerk.",
        [("Volkov", "He told me “go away” twice."), ("Marsh", "Who?"), ("Volkov", "The clerk.")],
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in TAKEN], ids=[c[0] for c in TAKEN]
)
def test_turns_are_quotations(text: str, expected: list[tuple[str, str]]) -> None:
    found = Extractor().extract(text)
    assert [(q.speaker.name if q.speaker else None, q.text) for q in found] == expected
    assert {q.kind for q in found} == {"turn"}
    assert all(text[q.start : q.end] == q.text for q in found)


LEFT = [
    "WHO: Mayor Rhodes.\nWHAT: A vigil.\nWHERE: The bridge.\nWHEN: Monday.",
    "Ingredients: Two eggs.\nMethod: Boil them.\nTip: Use salt.\nTip: Use pepper.",
    "Harlow: 3\nOslo: 1\nHarlow: 2\nOslo: 2",
    "Photo: Jane Marsh.\nCaption: The bridge.\nPhoto: Tom Ashby.",
    "Ann Lee Image: Bob Carr.\n\nIt fell.\n\nTom AshbyImage: Sue Day.\n\nAnn Lee Image: Bob Carr.",
    "Ann Lee at the gate.Image: Bob Carr.\nTom Ashby.Image: Sue Day.\nTom Ashby.Image: Sue Day.",
    "Ann Lee, last year's winner. Photo: Bob Carr.\nTom Ashby. Photo: Roe.\nAnn Lee. File: Roe.",
    "Ann LeeCredit: Bob Carr\nTom AshbySource: Bob Carr\nAnn LeeCredit: Bob Carr",
    "The bridge. Video: Ann Lee.\nHyde Park. Video: Ann Lee.\nThe bridge. Video: Ann Lee.",
    "Volkov: Thank you all.",
    "Volkov: Thank you all.\nVolkov: It is time.\nVolkov: We go.",
    "Volkov: “Thank you all.”\nMarsh: “Why now?”\nVolkov: “It is time.”",
    "Day 1: We went up.\nDay 2: We came down.\nDay 1: We went up again.",
    "The mayor spoke of three things: roads, mills, and bread.\nHe said: no more.",
    "The plan: a new bridge.\nThe price: nobody knows.\nThe plan: it changed.",
]


@pytest.mark.parametrize("text", LEFT)
def test_lines_with_labels_that_take_no_turns_are_left_alone(text: str) -> None:
    assert not find_turns(read(text).text)


def test_words_in_marks_after_a_label_are_found_by_their_marks() -> None:
    text = "Volkov: “Thank you all.”\nMarsh: “Why now?”"
    found = Extractor().extract(text)
    assert [(q.kind, q.text) for q in found] == [
        ("direct", "Thank you all."),
        ("direct", "Why now?"),
    ]


def test_an_article_around_turns_is_read_as_ever() -> None:
    text = f"“It fell,” Nadia Lopez said.\n\n{TAKEN[0][1]}"
    assert [q.kind for q in Extractor().extract(text)] == ["direct", "turn", "turn", "turn"]


def test_a_turn_holds_its_paragraphs_its_label_and_what_it_quotes() -> None:
    text = TAKEN[-1][1].replace("twice.", "twice.\n\nWe went.")
    quote = Extractor().extract(text)[0]
    assert [part.text for part in quote.parts] == ["He told me “go away” twice.", "We went."]
    assert [inner.text for inner in quote.nested] == ["go away"]
    assert quote.context == f"Volkov: {quote.text}"
    assert (quote.speaker and quote.speaker.text, quote.cue and quote.cue.text) == ("Volkov", ":")


def test_turns_can_be_switched_off() -> None:
    assert not Extractor(turns=False).extract(TAKEN[0][1])


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["ANA RUIZ", "Ruiz"], ["ana ruiz", "ana ruiz"]),
        (["Ana Ruiz", "Eva Ruiz", "Ruiz"], ["ana ruiz", "eva ruiz", "ruiz"]),
        (["Ruiz, mayor", "RUIZ"], ["ruiz", "ruiz"]),
        (["MAYOR ANA RUIZ", "MAYOR RUIZ", "MS. RUIZ"], ["ana ruiz"] * 3),
    ],
)
def test_one_speaker_has_one_key(labels: list[str], expected: list[str]) -> None:
    assert full_keys(labels) == expected


LINES = st.lists(
    st.sampled_from(
        [
            "VOLKOV: We go.",
            "Q: Why?",
            "A. So.",
            "Q",
            "A:",
            "(Applause.)",
            "We went.",
            "",
            "Ana Ruiz:",
            "“No.”",
        ]
    ),
    max_size=12,
)


@given(LINES.map("\n".join))
def test_turns_are_ordered_and_hold_words(text: str) -> None:
    at = 0
    for turn in find_turns(text):
        assert at <= turn.name[0] < turn.name[1] <= turn.start < turn.end <= len(text)
        assert all(text[slice(*part)].strip() for part in turn.parts)
        at = turn.end
