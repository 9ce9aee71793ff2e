"""The records that travel through the library; those that are printed have a `to_dict`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple, Self, TypeVar, cast

from rhetoric.arguments import check_text

Kind = Literal["direct", "fragment", "term", "turn"]

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article as given.

    Attributes
    ----------
    start, end : int
        Character offsets, end exclusive.
    text : str
        ``article.text[start:end]``.
    """

    start: int
    end: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"text", "start", "end"}``."""
        return {"text": self.text, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is quoted.

    Attributes
    ----------
    name : str
        The fullest name that the article gives this speaker; the mention itself when unsure.
    text : str
        The mention as printed beside the cue ("he", "Kim", "the minister").
    start, end : int
        Character offsets of the mention.
    """

    name: str
    text: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"name", "text", "start", "end"}``."""
        return {"name": self.name, "text": self.text, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one token of a quotation adds to a label's score.

    Attributes
    ----------
    text : str
        The token as printed.
    start, end : int
        Offsets in what `source` names.
    source : {"text", "context", "utterance"}
        "text" is the quotation, "context" its carrier; "utterance" is a word of another part of an
        interrupted quotation, counted in all its parts with a space between them.
    weight : float
        In units of the score (log odds before calibration); negative speaks against the label.
    """

    text: str
    start: int
    end: int
    source: str
    weight: float

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"text", "start", "end", "source", "weight"}``."""
        return asdict(self) | {"weight": round(self.weight, 4)}


class Labels(tuple[str, ...]):
    """The labels given to a quotation: a tuple of their names, with every label's probability.

    Attributes
    ----------
    probabilities : dict of str to float
        Of every label that the model knows.
    unsure : tuple of str
        The labels, given or not, that the model can neither give nor rule out with confidence.
    alone : dict of str to float
        The probabilities that the quotation would have without the rest of its article, of those
        labels that the rest moved.
    evidence : mapping of str to sequence of Evidence, or None
        What weighed most for or against each label given, the heaviest first; None where nobody
        asked.
    """

    probabilities: dict[str, float]
    unsure: tuple[str, ...]
    alone: dict[str, float]
    evidence: Mapping[str, Sequence[Evidence]] | None

    def __new__(
        cls,
        names: Iterable[str] = (),
        probabilities: Mapping[str, float] | None = None,
        unsure: Iterable[str] = (),
        alone: Mapping[str, float] | None = None,
        evidence: Mapping[str, Sequence[Evidence]] | None = None,
    ) -> Self:
        """Make the tuple."""
        made = super().__new__(cls, names)
        made.probabilities = dict(probabilities or {})
        made.unsure = tuple(unsure)
        made.alone = dict(alone or {})
        made.evidence = evidence
        return made

    def to_dict(self) -> dict[str, Any]:
        """Return ``labels``, ``probabilities``, ``unsure``, and what there is of the others."""
        told: dict[str, Any] = {
            "labels": list(self),
            "probabilities": dict(self.probabilities),
            "unsure": list(self.unsure),
        }
        if self.alone:
            told["alone"] = dict(self.alone)
        if self.evidence is not None:
            told["evidence"] = {
                label: [token.to_dict() for token in tokens]
                for label, tokens in self.evidence.items()
            }
        return told


@dataclass(frozen=True, slots=True)
class Issue:
    """A doubtful stretch that was left out of the quotations.

    Attributes
    ----------
    start, end : int
        Character offsets of the doubtful stretch.
    reason : str
        What was wrong, in one line.
    """

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One document.

    Attributes
    ----------
    text : str
        The text that every offset refers to.
    id : str
        A name for it: its file, its record's ``id``; empty when it has none.
    issues : tuple of Issue
        What was doubtful and left out, once the article has been read.
    meta : mapping
        What else is known of it: title, date, outlet, author, the other columns of its record.

    Raises
    ------
    TypeError
        When the text is no string.
    """

    text: str
    id: str = ""
    issues: tuple[Issue, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what no quotation can be found in."""
        check_text(self.text, "text")


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation, its speaker and, once classified, its labels.

    ``article.text[quote.start:quote.end] == quote.text`` always holds, marks excluded.

    Attributes
    ----------
    start, end : int
        Character offsets into the article as given, end exclusive.
    text : str
        The quoted words without their outer marks.
    kind : {"direct", "fragment", "term", "turn"}
        At least a clause; attributed words inside the journalist's sentence; words attributed to
        nobody (scare quotes, titles, nicknames); a turn of speech without marks, in a transcript
        or an interview.
    context : str
        The carrier: the sentence or sentences that hold the quotation, marks included.
    article : str
        The article's id.
    opening, closing : str
        Its outer marks as printed, right before ``start`` and right after ``end``, with the space
        between mark and words where there is any; empty where the text has none.
    repaired : bool
        One of its two marks is missing in the text and was put back.
    speaker : Speaker or None
        Who said it; None where nothing tells.
    cue : Span or None
        The word that introduces the speech ("said", "according to").
    channel : str or None
        The medium the words came through ("the Korean Central News Agency", "Twitter").
    rule : str or None
        The attribution rule that fired.
    confidence : float
        How far to trust the speaker, 0 to 1.
    parts : tuple of Span
        The quoted words of each paragraph, for a quotation over several.
    nested : tuple of Span
        Quotations inside this one, marks excluded.
    labels : Labels
        Empty until the quotation is classified.
    """

    start: int
    end: int
    text: str
    kind: Kind
    context: str
    article: str = ""
    opening: str = ""
    closing: str = ""
    repaired: bool = False
    speaker: Speaker | None = None
    cue: Span | None = None
    channel: str | None = None
    rule: str | None = None
    confidence: float = 0.0
    parts: tuple[Span, ...] = ()
    nested: tuple[Span, ...] = ()
    labels: Labels = field(default_factory=Labels)

    @property
    def probabilities(self) -> Mapping[str, float]:
        """The probability of every label."""
        return self.labels.probabilities

    @property
    def unsure(self) -> tuple[str, ...]:
        """The labels that the model can neither give nor rule out with confidence."""
        return self.labels.unsure

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the quotation of a record that `to_dict` made, or of another with a ``text``.

        What the record lacks or has in another form is left empty; such an offset is -1.

        Parameters
        ----------
        record : mapping
            A speaker may also be a mere name. Evidence is not read.

        Examples
        --------
        >>> Quote.from_dict({"text": "We stay", "speaker": "Ana Ruiz"}).speaker
        Speaker(name='Ana Ruiz', text='Ana Ruiz', start=-1, end=-1)
        """
        who, cue = record.get("speaker"), record.get("cue")
        if isinstance(who, str):
            who = {"name": who, "text": who}
        speaker = Speaker(_given(who, "name", ""), _given(who, "text", ""), *_ends(who))
        return cls(
            *_ends(record),
            _given(record, "text", ""),
            cast("Kind", _given(record, "kind", "direct")),
            _given(record, "context", ""),
            _given(record, "article", ""),
            repaired=_given(record, "repaired", False),
            speaker=speaker if who else None,
            cue=Span(*_ends(cue), _given(cue, "text", "")) if cue else None,
            channel=_given(record, "channel", "") or None,
            rule=_given(record, "rule", "") or None,
            confidence=_given(record, "confidence", 0.0),
            labels=Labels(
                map(str, _given(record, "labels", [])),
                _given(record, "probabilities", {}),
                _given(record, "unsure", []),
                _given(record, "alone", {}),
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the record that every writer prints; its keys are stable."""
        return {
            "article": self.article,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "kind": self.kind,
            "repaired": self.repaired,
            "context": self.context,
            "speaker": self.speaker.to_dict() if self.speaker else None,
            "channel": self.channel,
            "cue": self.cue.to_dict() if self.cue else None,
            "rule": self.rule,
            "confidence": self.confidence,
            **self.labels.to_dict(),
        }

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from rhetoric.writers.notebook import quotation_html

        return quotation_html(self)


class Quotes(list[Quote]):
    """A list of quotations that a notebook shows as a table."""

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from rhetoric.writers.notebook import quotations_html

        return quotations_html(self)


class Origin(NamedTuple):
    """Which article a quotation is of: files of one name from two outlets are two articles.

    Attributes
    ----------
    article, date, outlet : str
        The article's id, its date as given and who printed it; "" where that is not known.
    """

    article: str
    date: str
    outlet: str

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """Return that of a quotation's record, which tells it itself or in its ``meta``.

        >>> Origin.of({"article": "a.txt", "meta": {"outlet": "Post"}})
        Origin(article='a.txt', date='', outlet='Post')
        """
        meta: dict[str, Any] = _given(record, "meta", {})
        return cls(*(str(record.get(name) or meta.get(name) or "") for name in cls._fields))


def _given(record: object, name: str, default: _Value) -> _Value:
    """Return a field of a record, the default where it is missing or of another type."""
    value = record.get(name) if isinstance(record, Mapping) else None
    return value if isinstance(value, type(default)) else default


def _ends(record: object) -> tuple[int, int]:
    return _given(record, "start", -1), _given(record, "end", -1)
