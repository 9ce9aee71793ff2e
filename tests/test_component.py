"""The spaCy component, in the pipelines that users put it into."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as TokenSpan
from spacy.vocab import Vocab

import rhetoric.component  # noqa: F401  registers the factory where the package is not installed
from rhetoric import Labels, ModelError, Span, Speaker
from rhetoric.api import label_each
from rhetoric.extraction.extractor import Extractor, extract_parsed
from rhetoric.extraction.pipeline import find_pipeline
from rhetoric.labelling.store import load, shipped_path
from tests.conftest import SEEDS

TEXT = "“We will never forget the fallen,” Ana Ruiz said. Her friend sang “Wait for Me” to them."
WORDS = "We will never forget the fallen,"

PARSES = ("doc", "narration")

Pipelines = Callable[..., Language]


@pytest.fixture(scope="session")
def pipelines() -> Pipelines:
    """Load the small pipeline with the component in it, once for each configuration."""
    made: dict[str, Language] = {}

    def load_with(**config: Any) -> Language:
        key = repr(config)
        if key not in made:
            made[key] = spacy.load(find_pipeline())
            made[key].add_pipe("rhetoric", config=config)
        return made[key]

    return load_with


def facts(doc: Doc) -> list[Any]:
    """Return all that the component says; records as JSON, since DocBin makes lists tuples."""
    quotes = [(s.start, s.end, s.label_, json.dumps(s._.quote)) for s in doc.spans["quotes"]]
    return [*quotes, *((s.start, s.end, s.label_) for s in doc.spans["rhetoric"])]


def only_quote(doc: Doc) -> TokenSpan:
    (span,) = doc.spans["quotes"]
    assert isinstance(span, TokenSpan)
    return span


def test_a_quotation_is_a_span_with_speaker_cue_and_labels(pipelines: Pipelines) -> None:
    doc = pipelines()(TEXT)
    span = only_quote(doc)
    assert (span.text, span.label_) == (WORDS, "direct")
    assert span._.speaker == Speaker("Ana Ruiz", "Ana Ruiz", 35, 43)
    assert span._.cue == Span(44, 48, "said")
    assert isinstance(span._.rhetoric, Labels)
    assert list(span._.rhetoric) == ["commemoration"]
    assert set(span._.rhetoric.probabilities) == {"anti_western", "commemoration", "solidarity"}
    assert [(s.text, s.label_) for s in doc.spans["rhetoric"]] == [(WORDS, "commemoration")]


def test_the_record_is_that_of_the_library(pipelines: Pipelines, extractor: Extractor) -> None:
    ((quote,),) = label_each([extractor.extract(TEXT)], load())
    assert only_quote(pipelines()(TEXT))._.quote == quote.to_dict()


def test_other_spans_have_no_quotation(pipelines: Pipelines) -> None:
    span = pipelines()(TEXT)[0:2]
    assert (span._.quote, span._.speaker, span._.cue, span._.rhetoric) == (None, None, None, ())


@pytest.mark.parametrize("text", ["", "   ", "Nobody is quoted here."])
def test_a_document_without_quotations_has_empty_groups(pipelines: Pipelines, text: str) -> None:
    assert facts(pipelines()(text)) == []
    assert set(pipelines()(text).spans) == {"quotes", "rhetoric"}


@pytest.mark.slow
def test_the_documents_own_parse_gives_the_sample_articles_the_same_speakers(
    pipelines: Pipelines, extractor: Extractor
) -> None:
    """Which of two rules sees a speaker first may differ, since the quoted words are parsed too.

    And with the rule its confidence.
    """
    by_rule = {"rule": None, "confidence": None}
    for path in SEEDS:
        doc = pipelines(extract_only=True)(path.read_text(encoding="utf-8"))
        found = [span._.quote | by_rule for span in doc.spans["quotes"]]
        assert found == [q.to_dict() | by_rule for q in extractor.extract(doc.text)], path


@pytest.mark.slow
def test_the_narration_parsed_again_gives_exactly_what_the_library_gives(
    pipelines: Pipelines, extractor: Extractor
) -> None:
    for path in SEEDS:
        doc = pipelines(extract_only=True, parse="narration")(path.read_text(encoding="utf-8"))
        found = [span._.quote for span in doc.spans["quotes"]]
        assert found == [quote.to_dict() for quote in extractor.extract(doc.text)], path


def test_a_name_that_the_tokenizer_glues_to_a_mark_takes_the_second_parse(
    pipelines: Pipelines,
) -> None:
    doc, again = (pipelines(extract_only=True, parse=p)("“We stay”—Kim said.") for p in PARSES)
    assert only_quote(doc)._.speaker is None
    assert only_quote(again)._.speaker.name == "Kim"


def test_a_mark_glued_to_a_word_widens_the_span_and_not_the_offsets(pipelines: Pipelines) -> None:
    doc = Doc(
        Vocab(),
        words=["Kim", "said:", "“We", "stay", "here.”"],
        tags=["NNP", "VBD", "PRP", "VBP", "RB"],
        deps=["nsubj", "ROOT", "nsubj", "ccomp", "advmod"],
        heads=[1, 1, 3, 1, 3],
    )
    span = only_quote(pipelines(extract_only=True).get_pipe("rhetoric")(doc))
    quote = span._.quote
    assert span.text == "“We stay here.”"
    assert doc.text[quote["start"] : quote["end"]] == quote["text"] == "We stay here."


@given(
    st.lists(st.sampled_from(["“", "”", "Kim", " said", " “We", " stay.”", "—", "\n\n", " ", '"'])),
    st.randoms(use_true_random=False),
)
@settings(deadline=None)
def test_no_tokenization_and_no_parse_is_too_odd(pieces: list[str], random: Any) -> None:
    words = [piece for piece in "".join(pieces).split(" ") if piece]
    heads = [random.randrange(i + 1) for i in range(len(words))]
    tags = [random.choice(["NNP", "VBD", "``", "."]) for _ in words]
    deps = [random.choice(["nsubj", "ccomp", "punct", "relcl"]) for _ in words]
    doc = Doc(Vocab(), words=words, tags=tags, deps=deps, heads=heads)
    for quote in extract_parsed(doc, terms=True):
        assert doc.text[quote.start : quote.end] == quote.text


# how it is configured


def test_labels_narrow_what_is_given(pipelines: Pipelines) -> None:
    span = only_quote(pipelines(labels=["solidarity"])(TEXT))
    assert span._.rhetoric == ()
    assert set(span._.rhetoric.probabilities) == {"solidarity"}


def test_a_threshold_stands_for_those_of_the_model(pipelines: Pipelines) -> None:
    assert len(only_quote(pipelines(threshold=0.0)(TEXT))._.rhetoric) == 3
    assert only_quote(pipelines(threshold=1.0)(TEXT))._.rhetoric == ()


def test_extract_only_gives_no_labels(pipelines: Pipelines) -> None:
    doc = pipelines(extract_only=True)(TEXT)
    assert only_quote(doc)._.rhetoric.probabilities == {}
    assert list(doc.spans["rhetoric"]) == []


def test_terms_on_request(pipelines: Pipelines) -> None:
    doc = pipelines(terms=True)(TEXT)
    assert [span.label_ for span in doc.spans["quotes"]] == ["direct", "term"]


def test_a_model_by_its_folder(pipelines: Pipelines) -> None:
    assert facts(pipelines(model=str(shipped_path()))(TEXT)) == facts(pipelines()(TEXT))


@pytest.mark.parametrize(
    ("config", "error", "message"),
    [
        ({"labels": ["joy"]}, ModelError, "'joy'"),
        ({"threshold": 2.0}, ValueError, "between 0 and 1"),
        ({"model": "nowhere"}, ModelError, "nowhere is no model"),
        ({"parse": "twice"}, ValueError, "parse"),
        ({"unknown": 1}, ValueError, "unknown"),
    ],
)
def test_a_wrong_setting_is_told_when_the_component_is_added(
    config: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        spacy.blank("en").add_pipe("rhetoric", config=config)


# where it stands


@pytest.mark.parametrize("parse", PARSES)
def test_it_works_without_the_components_it_does_not_need(parse: str) -> None:
    nlp = spacy.load(find_pipeline(), exclude=["ner", "lemmatizer", "attribute_ruler"])
    nlp.add_pipe("rhetoric", config={"extract_only": True, "parse": parse})
    assert only_quote(nlp(TEXT))._.speaker.name == "Ana Ruiz"


def test_components_after_it_do_not_see_the_second_parse() -> None:
    nlp = spacy.load(find_pipeline())
    nlp.add_pipe("rhetoric", config={"extract_only": True, "parse": "narration"})
    seen: list[str] = []

    @Language.component("witness")
    def witness(doc: Doc) -> Doc:
        seen.append(doc.text)
        return doc

    nlp.add_pipe("witness")
    nlp.add_pipe("witness", name="before", first=True)
    nlp(TEXT)
    assert seen == [TEXT, TEXT]


@pytest.mark.parametrize(
    ("parse", "message"), [("doc", "no TAG annotation.*a tagger"), ("narration", "has no parser")]
)
def test_an_unparsed_document_is_an_error_that_says_what_is_missing(
    parse: str, message: str
) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rhetoric", config={"extract_only": True, "parse": parse})
    with pytest.raises(ModelError, match=message):
        nlp(TEXT)


def test_the_documents_parse_is_used_wherever_it_comes_from(pipelines: Pipelines) -> None:
    parsed = spacy.load(find_pipeline())(TEXT)
    blank = spacy.blank("en")
    blank.add_pipe("rhetoric", config={"extract_only": True})
    assert facts(blank(parsed)) == facts(pipelines(extract_only=True)(TEXT))


def test_spacy_finds_the_component_without_an_import() -> None:
    code = "import spacy; spacy.blank('en').add_pipe('rhetoric', config={'extract_only': True})"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


def test_importing_the_library_still_loads_no_spacy() -> None:
    code = "import rhetoric, sys; sys.exit('spacy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


# what becomes of it


def test_two_processes_find_what_one_does(pipelines: Pipelines) -> None:
    nlp = pipelines()
    texts = [TEXT, "Nobody is quoted here.", *(p.read_text(encoding="utf-8") for p in SEEDS[:3])]
    one = [facts(doc) for doc in nlp.pipe(texts)]
    assert [facts(doc) for doc in nlp.pipe(texts, n_process=2)] == one


def test_a_document_keeps_its_quotations_in_bytes_and_in_a_docbin(pipelines: Pipelines) -> None:
    doc = pipelines()(TEXT)
    read = Doc(doc.vocab).from_bytes(doc.to_bytes())
    packed = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (unpacked,) = DocBin().from_bytes(packed).get_docs(doc.vocab)
    assert facts(read) == facts(unpacked) == facts(doc)
    assert only_quote(read)._.speaker.name == "Ana Ruiz"


def test_a_saved_pipeline_keeps_the_component_and_its_settings(
    pipelines: Pipelines, tmp_path: Path
) -> None:
    nlp = pipelines(labels=["commemoration"], threshold=0.2)
    nlp.to_disk(tmp_path)
    from_disk = spacy.load(tmp_path)
    from_bytes = spacy.blank("en").from_config(nlp.config).from_bytes(nlp.to_bytes())
    wanted = facts(nlp(TEXT))
    assert facts(from_disk(TEXT)) == wanted
    assert facts(from_bytes(TEXT)) == wanted


def test_displacy_shows_the_labels(pipelines: Pipelines) -> None:
    doc = pipelines()(TEXT)
    html = displacy.render(doc, style="span", options={"spans_key": "rhetoric"}, jupyter=False)
    assert "commemoration" in html
