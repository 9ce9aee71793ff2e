from rhetoric.labelling.encoder import encoder_path
from training.data import FOLDS, LABELS, Statement
from training.held_out import score_fold


def test_only_the_statements_of_the_fold_are_scored() -> None:
    texts = {"We stand by you": LABELS[2:], "They rob us": LABELS[:1], "We mourn him": LABELS[1:2]}
    real = [
        Statement(text, "", labels, f"speech {n}", "ungd")
        for n in range(20)
        for text, labels in texts.items()
    ]
    unknown = Statement("We stand by them", "", (), "", "ungd")
    for fold in range(FOLDS):
        scored = dict(score_fold([*real, unknown], fold, encoder_path()))
        assert scored.keys() == {s.key for s in real if s.fold == fold}
        assert all(len(row) == len(LABELS) for row in scored.values())
