from rhetoric import Labels, Quote, Quotes, Speaker, extract

QUOTE = Quote(
    0,
    8,
    "<b>&",
    "direct",
    "",
    speaker=Speaker('Ana "X" <i>', "Ana", 9, 12),
    labels=Labels(["a<b"], {"z": 0.1, "a<b": 0.9}),
)


def test_a_quotation_shows_its_words_speaker_and_labels() -> None:
    html = QUOTE._repr_html_()
    assert "&lt;b&gt;&amp;" in html
    assert "Ana &quot;X&quot; &lt;i&gt;" in html
    assert "a&lt;b 0.90" in html


def test_quotations_are_a_table() -> None:
    html = Quotes([QUOTE, QUOTE])._repr_html_()
    assert html.count("<tr>") == 3
    assert "<b>" not in html
    assert "<i>" not in html


def test_labels_without_probabilities_and_no_speaker() -> None:
    html = Quote(0, 1, "x", "direct", "x", labels=Labels(["hope"]))._repr_html_()
    assert ">hope</span>" in html
    assert "—" in html


def test_quotes_are_a_list() -> None:
    found = extract("“We stay,” Kim said.")
    assert isinstance(found, Quotes)
    assert found == list(found)
    assert Quotes()._repr_html_() == "<p>no quotation</p>"
