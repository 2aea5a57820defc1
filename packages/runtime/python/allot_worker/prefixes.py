"""Keys and values of the prefixes of requests that wait: computed in packs, each kept until other ones are asked for."""

from collections.abc import Iterable

import torch

from .caches import KeysAndValues, PrefixRecorder
from .pack import pack

PREFIX_TOKENS = 4096
"""Tokens of prefixes that are computed at once, and kept."""

Prefix = tuple[int, ...]


class Prefixes:
    """Requests of one prompt begin when rows are free, at different times: that costs one pass, not one each."""

    def __init__(self, model: torch.nn.Module, device: torch.device) -> None:
        self.model = model
        self.device = device
        self.kept: dict[Prefix, KeysAndValues] = {}

    def find(self, prefix: Prefix, upcoming: Iterable[Prefix]) -> KeysAndValues:
        """Keys and values [layers, heads, positions, size] of a prefix that is not empty. `upcoming`: those that come next, it first."""
        if prefix not in self.kept:
            # Their memory is free before more is asked for.
            self.kept.clear()
            chosen = first_of(upcoming, PREFIX_TOKENS)
            self.kept.update(zip(chosen, self.compute(chosen)))
        return self.kept[prefix]

    def compute(self, prefixes: list[Prefix]) -> list[KeysAndValues]:
        packed = pack([torch.tensor(prefix) for prefix in prefixes], self.device)
        recorder = PrefixRecorder()
        self.model.get_decoder()(
            input_ids=packed.tokens,
            position_ids=packed.positions,
            pack=packed,
            past_key_values=recorder,
            use_cache=True,
        )
        return recorder.split(packed.lengths)


def first_of(prefixes: Iterable[Prefix], most_tokens: int) -> list[Prefix]:
    """The first different ones of at most so many tokens together, but at least one."""
    chosen: dict[Prefix, None] = {}
    tokens = 0
    for prefix in prefixes:
        if not prefix or prefix in chosen:
            continue
        tokens += len(prefix)
        if chosen and tokens > most_tokens:
            break
        chosen[prefix] = None
    return list(chosen)
