"""Samples responses: one batch of rows that never idles, each with its own position, cap and random numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from .caches import PrefixRecorder, RowCaches
from .model import Policy
from .pack import pack, plan_packs
from .rows import Environment, Request, Row, advance_row, next_uniforms, start_row
from .sampling import choose

ROW_MULTIPLE = 8
"""Batches are filled up to a multiple of this many rows, so that few shapes occur."""
PREFIX_TOKENS = 4096
"""Tokens of prefixes whose caches are computed at once."""


@dataclass(frozen=True)
class Settings:
    temperature: float
    top_p: float
    stop_tokens: frozenset[int]
    environment: Environment | None
    slots: int
    """Most rows of the batch."""


@torch.no_grad()
def rollout(
    policy: Policy,
    requests: Sequence[Request],
    settings: Settings,
    on_progress: Callable[[int, int], None],
    check_cancel: Callable[[], None],
) -> list[Row]:
    """A finished row for each request, in their order. `on_progress` gets finished requests and sampled tokens."""
    # Long responses first, so that the batch is full for as long as can be; rows of one group together.
    waiting = sorted(range(len(requests)), key=lambda at: (-requests[at].cap, requests[at].prefix, at))[::-1]
    finished: list[Row | None] = [None] * len(requests)
    batch = Batch(policy, requests, settings)
    done = tokens = 0
    while waiting or batch.rows:
        check_cancel()
        free = batch.slots - len(batch.rows)
        if free > 0 and waiting:
            batch.admit([waiting.pop() for _ in range(min(free, len(waiting)))])
        tokens += len(batch.rows)
        for row in batch.step():
            finished[row.request] = row
            done += 1
        on_progress(done, tokens)
    return [row for row in finished if row is not None]


class Batch:
    """The live rows and their caches."""

    def __init__(self, policy: Policy, requests: Sequence[Request], settings: Settings) -> None:
        self.requests = requests
        self.settings = settings
        self.device = policy.device
        self.model = policy.sampler()
        self.rows: list[Row] = []
        self.slots = min(settings.slots, _multiple(len(requests)))
        config = self.model.config
        size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        longest = max((len(request.prefix) + request.cap for request in requests), default=1)
        weight = next(self.model.parameters())
        self.caches = RowCaches(
            config.num_hidden_layers, config.num_key_value_heads, size, self.slots, longest, weight
        )

    def admit(self, numbers: Sequence[int]) -> None:
        """Starts requests in free slots; the caches of equal prefixes are computed once."""
        slots: dict[tuple[int, ...], list[int]] = {}
        for number in numbers:
            # The last token of a prefix is the first that a step reads.
            slots.setdefault(self.requests[number].prefix[:-1], []).append(len(self.rows))
            self.rows.append(start_row(number, self.requests[number], self.settings.environment))
        prefixes = list(slots)
        for chosen in plan_packs([len(prefix) for prefix in prefixes], PREFIX_TOKENS):
            computed = self.compute_prefixes([prefixes[at] for at in chosen])
            for at, layers in zip(chosen, computed):
                for slot in slots[prefixes[at]]:
                    self.caches.fill(slot, layers)

    def compute_prefixes(
        self, prefixes: Sequence[tuple[int, ...]]
    ) -> list[list[tuple[torch.Tensor, torch.Tensor]]]:
        """Keys and values of each prefix, by layer [heads, positions, size]."""
        packed = pack([torch.tensor(prefix) for prefix in prefixes], self.device)
        recorder = PrefixRecorder()
        self.model.get_decoder()(
            input_ids=packed.tokens,
            position_ids=packed.positions,
            pack=packed,
            past_key_values=recorder,
            use_cache=True,
        )
        lengths = list(packed.lengths)
        split = [(keys[0].split(lengths, dim=1), values[0].split(lengths, dim=1)) for keys, values in recorder.layers]
        return [[(keys[at], values[at]) for keys, values in split] for at in range(len(prefixes))]

    def step(self) -> list[Row]:
        """Samples one token for every row; the rows that this finished leave the batch."""
        # Idle rows read and write position 0 of slots that no row has.
        idle = _multiple(len(self.rows)) - len(self.rows)
        tokens = torch.tensor([row.token for row in self.rows] + [0] * idle)
        positions = torch.tensor([row.position for row in self.rows] + [0] * idle)
        mask = self.caches.begin(positions)
        hidden = self.model.get_decoder()(
            input_ids=tokens[:, None].to(self.device),
            attention_mask=mask,
            position_ids=self.caches.positions[:, None],
            past_key_values=self.caches,
            use_cache=True,
        )[0][: len(self.rows), 0]
        logits = self.model.get_output_embeddings()(hidden).float()
        drawn = next_uniforms([row.sampling for row in self.rows], [row.response_position for row in self.rows])
        uniforms = torch.from_numpy(drawn).to(self.device, torch.float32)
        chosen, scores = choose(logits, self.settings.temperature, self.settings.top_p, uniforms)
        return self.advance(chosen.tolist(), scores.tolist())

    def advance(self, tokens: Sequence[int], log_probabilities: Sequence[float]) -> list[Row]:
        """The last row takes the slot of one that is finished."""
        gone = []
        for slot in reversed(range(len(self.rows))):
            row = self.rows[slot]
            sampled = (tokens[slot], log_probabilities[slot])
            if not advance_row(row, *sampled, self.settings.environment, self.settings.stop_tokens):
                continue
            gone.append(row)
            last = self.rows.pop()
            if slot < len(self.rows):
                self.rows[slot] = last
                self.caches.move(len(self.rows), slot)
        return gone


def _multiple(rows: int) -> int:
    return -(-rows // ROW_MULTIPLE) * ROW_MULTIPLE
