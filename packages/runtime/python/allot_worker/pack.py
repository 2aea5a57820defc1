"""Packs of sequences: one after the other, without padding; positions restart at 0 in each."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Pack:
    """`tokens` and `positions`: int64 [1, total]."""

    tokens: torch.Tensor
    positions: torch.Tensor
    lengths: tuple[int, ...]
    starts: torch.Tensor
    """int32 [sequences + 1]: where each sequence begins, and the end of the last."""


def pack(sequences: Sequence[torch.Tensor], device: torch.device) -> Pack:
    lengths = tuple(len(sequence) for sequence in sequences)
    starts = torch.tensor([0, *lengths]).cumsum(0)
    positions = torch.cat([torch.arange(length) for length in lengths])
    return Pack(
        tokens=torch.cat([sequence.long() for sequence in sequences])[None].to(device),
        positions=positions[None].to(device),
        lengths=lengths,
        starts=starts.to(device, torch.int32),
    )


def plan_packs(lengths: Sequence[int], most_tokens: int) -> list[list[int]]:
    """Which sequences go together: packs of at most `most_tokens` tokens; a longer sequence stands alone.

    First fit, the longest first; depends on the lengths alone. Empty sequences are in no pack.
    """
    packs: list[list[int]] = []
    room: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: (-lengths[index], index)):
        length = lengths[index]
        if length == 0:
            break
        place = next((at for at, left in enumerate(room) if left >= length), None)
        if place is None:
            packs.append([])
            room.append(most_tokens)
            place = len(packs) - 1
        packs[place].append(index)
        room[place] -= length
    return packs
