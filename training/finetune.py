"""Teach a transformer labelled statements, for `training.encoder`."""

import random
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import torch
from torch import nn

from training.data import LABELS

Read = tuple[list[int], list[int]]

SEED = 0
_BATCH = 32
_DROPOUT = 0.1
_CLIP = 1.0
# of a vector, where a quotation has a carrier
_CARRIER = 0.25
# the head starts from nothing, the encoder from what it knows
_HEAD_FASTER = 10
_WARM_UP = 0.06


class Lesson(NamedTuple):
    """What a network learns of one statement.

    Attributes
    ----------
    read : tuple of list of int
        The numbers of its pieces, and the segment of each.
    targets : tuple of float
        1 for each label that it has, 0 for the others.
    """

    read: Read
    targets: tuple[float, ...]


class Network(nn.Module):  # type: ignore[misc]
    """A transformer, its vectors averaged, and a linear head for each label.

    What the quotation's pieces say counts three times what its carrier's do: of a fragment in a
    long sentence little would be left in the mean of all.
    """

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.config.hidden_size, len(LABELS))
        self.drop = nn.Dropout(_DROPOUT)

    def pieces(self, ids: Any, types: Any, mask: Any) -> Any:
        """Return what each piece adds to the vector of its quotation."""
        fed = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
        states = self.encoder(**fed).last_hidden_state.float()
        carrying = (mask * types).float()
        quoted = mask.float() - carrying
        pieces = carrying.sum(1, keepdim=True)
        share = _CARRIER * (pieces > 0).float()
        weights = quoted / quoted.sum(1, keepdim=True) * (1 - share)
        weights = weights + carrying / pieces.clamp(min=1) * share
        return states * weights[..., None]

    def forward(self, ids: Any, types: Any, mask: Any) -> Any:
        """Return the scores of a batch, shape (statements, labels)."""
        return self.head(self.drop(self.pieces(ids, types, mask).sum(1)))


def collated(batch: Sequence[Read]) -> tuple[Any, Any, Any]:
    """Return the ids, segments and mask of a batch, shape (statements, longest)."""
    shape = (len(batch), max(len(ids) for ids, _ in batch))
    filled = tuple(torch.zeros(shape, dtype=torch.long) for _ in range(3))
    for row, (ids, segments) in enumerate(batch):
        for values, into in zip((ids, segments, [1] * len(ids)), filled, strict=True):
            into[row, : len(ids)] = torch.tensor(values)
    return filled


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


def learn(
    network: Network, lessons: Sequence[Lesson], *, epochs: int, rate: float, name: str
) -> None:
    """Teach a network, in sixteen-bit floats where the processor has them.

    Parameters
    ----------
    network : Network
        What is taught; it is changed.
    lessons : sequence of Lesson
        All that it learns of, each once an epoch.
    epochs : int
        How often all of them are learned.
    rate : float
        The learning rate at its height.
    name : str
        What is learned, to print how far it is.
    """
    rng = random.Random(SEED)  # noqa: S311 - it shuffles, and keeps no secret
    torch.manual_seed(SEED)
    lengths = [len(lesson.read[0]) for lesson in lessons]
    steps = epochs * -(-len(lengths) // _BATCH)
    optimizer, schedule = _optimizer(network, rate, steps)
    network.train()
    done, lost = 0, 0.0
    for _ in range(epochs):
        for rows in batches(lengths, rng):
            lost += _step(network, [lessons[row] for row in rows])
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            done += 1
            if done % 100 == 0:
                print(f"{name}: {done} of {steps}, loss {lost / 100:.4f}", flush=True)
                lost = 0.0


def _step(network: Network, lessons: Sequence[Lesson]) -> float:
    with torch.autocast("cpu", torch.bfloat16):
        scores = network(*collated([lesson.read for lesson in lessons]))
    targets = torch.tensor([lesson.targets for lesson in lessons])
    loss = nn.functional.binary_cross_entropy_with_logits(scores.float(), targets)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), _CLIP)
    return float(loss.item())


def _optimizer(network: Network, rate: float, steps: int) -> tuple[Any, Any]:
    """Return AdamW, and a schedule that rises for a moment and then falls to nothing."""
    optimizer = torch.optim.AdamW(
        [
            {"params": network.encoder.parameters(), "lr": rate},
            {"params": network.head.parameters(), "lr": rate * _HEAD_FASTER},
        ],
        weight_decay=0.01,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / (_WARM_UP * steps + 1), max(0.0, (steps - step) / steps)),
    )
    return optimizer, schedule
