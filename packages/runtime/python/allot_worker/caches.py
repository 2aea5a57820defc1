"""Keys and values while sequences are sampled: of prefixes as they are computed, and of all rows in fixed memory."""

from collections.abc import Mapping, Sequence

import torch

from .kernel_choice import MOST_NUMBERS, runs_kernels

KeysAndValues = tuple[torch.Tensor, torch.Tensor]

LENGTH_MULTIPLE = 128
"""Rows are read up to a multiple of this many positions, so that few shapes occur."""


class PrefixRecorder:
    """Given to the model as its cache: keeps what a packed forward pass computes, layer by layer."""

    def __init__(self) -> None:
        self.keys: list[torch.Tensor] = []
        self.values: list[torch.Tensor] = []

    def update(self, keys: torch.Tensor, values: torch.Tensor, layer: int, *_: object) -> KeysAndValues:
        self.keys.append(keys[0])
        self.values.append(values[0])
        return keys, values

    def split(self, lengths: Sequence[int]) -> list[KeysAndValues]:
        """Keys and values of each sequence of the pack: [layers, heads, positions, size]."""
        parts = (torch.stack(all_layers).split(list(lengths), dim=2) for all_layers in (self.keys, self.values))
        return list(zip(*parts))


class RowCaches:
    """[layers, rows, heads, capacity, size]; the live rows stand together at the front."""

    def __init__(self, layers: int, heads: int, size: int, rows: int, longest: int, like: torch.Tensor) -> None:
        self.capacity = round_length(longest)
        self.rows = rows
        self.keys = torch.zeros((layers, rows, heads, self.capacity, size), dtype=like.dtype, device=like.device)
        self.values = torch.zeros_like(self.keys)
        self.has_kernels = runs_kernels(like.device.type) and size <= MOST_NUMBERS

    def fill(self, row: int, prefix: KeysAndValues) -> None:
        """Gives a row its prefix: keys and values [layers, heads, positions, size]."""
        for cache, part in zip((self.keys, self.values), prefix):
            cache[:, row, :, : part.shape[2]] = part

    def move(self, source: int, target: int) -> None:
        self.keys[:, target] = self.keys[:, source]
        self.values[:, target] = self.values[:, source]

    def length_to_read(self, positions: int) -> int:
        """Of a step whose longest row has so many positions: one number for all steps where kernels read each row to its end."""
        return self.capacity if self.has_kernels else round_length(positions)

    def begin(self, positions: torch.Tensor, length: int) -> Mapping[str, torch.Tensor]:
        """Sets where the next step writes, int64 [rows]; gives what each row may read, as the model is to be told."""
        self.length = length
        self.positions = positions
        if self.has_kernels:
            return {"rows": positions}
        self.places = torch.arange(len(positions), device=positions.device)
        mask = torch.arange(length, device=positions.device) <= positions[:, None]
        return {"attention_mask": mask[:, None, None]}

    def update(self, keys: torch.Tensor, values: torch.Tensor, layer: int, *_: object) -> KeysAndValues:
        """Puts those of one token a row, [1, heads, rows, size], at its place.

        Gives what is read, [rows, heads, length, size]; whole caches where kernels read them.
        """
        key, value = (part[0].transpose(0, 1) for part in (keys, values))
        if self.has_kernels:
            from .decode_kernels import put

            put(self.keys[layer], self.values[layer], self.positions, key, value)
            return self.keys[layer], self.values[layer]
        self.keys[layer, self.places, :, self.positions] = key
        self.values[layer, self.places, :, self.positions] = value
        rows = len(self.places)
        return self.keys[layer, :rows, :, : self.length], self.values[layer, :rows, :, : self.length]


def round_length(positions: int) -> int:
    return -(-positions // LENGTH_MULTIPLE) * LENGTH_MULTIPLE
