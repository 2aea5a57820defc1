"""Keys and values while sequences are sampled: of prefixes as they are computed, and of all rows in fixed memory."""

from collections.abc import Sequence

import torch

KeysAndValues = tuple[torch.Tensor, torch.Tensor]

LENGTH_MULTIPLE = 128
"""Rows are read up to a multiple of this many positions, so that few shapes occur."""


class PrefixRecorder:
    """Given to the model as its cache: keeps what a packed forward pass computes, layer by layer."""

    def __init__(self) -> None:
        self.layers: list[KeysAndValues] = []

    def update(self, keys: torch.Tensor, values: torch.Tensor, layer: int, *_: object) -> KeysAndValues:
        self.layers.append((keys, values))
        return keys, values


class RowCaches:
    """By layer [rows, heads, capacity, size]; the live rows stand together at the front."""

    def __init__(self, layers: int, heads: int, size: int, rows: int, capacity: int, like: torch.Tensor) -> None:
        shape = (layers, rows, heads, capacity, size)
        self.keys = torch.zeros(shape, dtype=like.dtype, device=like.device)
        self.values = torch.zeros_like(self.keys)
        self.capacity = capacity
        self.begin(torch.zeros(1, dtype=torch.long))

    def fill(self, row: int, prefix: Sequence[KeysAndValues]) -> None:
        """prefix: keys and values [heads, positions, size] of each layer."""
        for layer, (keys, values) in enumerate(prefix):
            self.keys[layer, row, :, : keys.shape[1]] = keys
            self.values[layer, row, :, : values.shape[1]] = values

    def move(self, source: int, target: int) -> None:
        self.keys[:, target] = self.keys[:, source]
        self.values[:, target] = self.values[:, source]

    def begin(self, positions: torch.Tensor) -> torch.Tensor:
        """Sets where the next step writes, int64 [rows]; gives what each row may read, bool [rows, 1, 1, length]."""
        needed = int(positions.max()) + 1
        self.length = min(self.capacity, -(-needed // LENGTH_MULTIPLE) * LENGTH_MULTIPLE)
        self.positions = positions.to(self.keys.device)
        self.rows = torch.arange(len(positions), device=self.keys.device)
        places = torch.arange(self.length, device=self.keys.device)
        return (places <= self.positions[:, None])[:, None, None]

    def update(self, keys: torch.Tensor, values: torch.Tensor, layer: int, *_: object) -> KeysAndValues:
        """Puts those of one token a row, [rows, heads, 1, size], at its place; gives all that are read."""
        self.keys[layer, self.rows, :, self.positions] = keys[:, :, 0]
        self.values[layer, self.rows, :, self.positions] = values[:, :, 0]
        rows = len(self.rows)
        return self.keys[layer, :rows, :, : self.length], self.values[layer, :rows, :, : self.length]
