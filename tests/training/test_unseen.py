import pytest

from rhetoric.labelling.store import load
from training.data import QUOTES, UNSEEN, read_own
from training.unseen import evaluate_unseen, main


def test_nothing_is_learned_from_the_articles_that_measure() -> None:
    learned = {statement.document for statement in read_own(QUOTES)}
    assert not learned & {statement.document for statement in read_own(UNSEEN)}


def test_the_quotations_of_an_article_are_labelled_together() -> None:
    mourning = [s for s in read_own(UNSEEN) if "commemoration" in s.labels][:6]
    together = [statement._replace(document="news one") for statement in mourning]
    apart = [s._replace(document=f"news {number}") for number, s in enumerate(mourning)]
    shared, alone = (
        evaluate_unseen(load().select(["commemoration"]), some).predictions.probabilities
        for some in (together, apart)
    )
    assert (shared > alone).all()


def test_the_figures_of_a_model_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    some = read_own(UNSEEN)[:300]
    monkeypatch.setattr("training.unseen.read_own", lambda _: some)
    main([])
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("300 quotations of ")
    assert [line.split()[0] for line in told[1:]] == [*load().labels, "macro"]
