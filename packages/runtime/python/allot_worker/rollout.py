"""Samples responses: one batch of rows that never idles, each with its own position, cap and random numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch

from .decode_step import StepShape
from .decoder import open_decoder
from .failures import OutOfMemory
from .limits import check_rows
from .live_rows import LiveRows
from .model import Policy
from .prefixes import Prefixes
from .rows import Environment, Request, Sample

ROW_MULTIPLE = 8
"""Batches are filled up to a multiple of this many rows, so that few shapes occur."""


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
    on_halved: Callable[[int], None],
    check_cancel: Callable[[], None],
) -> list[Sample]:
    """A sample for each request, in their order. `on_progress` gets finished requests and sampled tokens.

    Where memory runs out, the rows that were live begin anew in a batch half as large.
    """
    finished: dict[int, Sample] = {}
    slots = min(settings.slots, _multiple(len(requests)))
    while len(finished) < len(requests):
        try:
            sample_all(policy, requests, replace(settings, slots=slots), finished, on_progress, check_cancel)
        except torch.OutOfMemoryError as error:
            if slots <= ROW_MULTIPLE:
                raise OutOfMemory(f"the caches of {slots} responses do not fit: {error}") from error
            # Outside of this block the failed batch and its tensors are gone.
        else:
            break
        policy.decoder = None
        if policy.device.type == "cuda":
            torch.cuda.empty_cache()
        slots = max(ROW_MULTIPLE, slots // 2)
        on_halved(slots)
    return [finished[at] for at in range(len(requests))]


def sample_all(
    policy: Policy,
    requests: Sequence[Request],
    settings: Settings,
    finished: dict[int, Sample],
    on_progress: Callable[[int, int], None],
    check_cancel: Callable[[], None],
) -> None:
    """Adds to the finished samples those of the other requests."""
    left = [at for at in range(len(requests)) if at not in finished]
    # Long responses first, so that the batch is full for as long as can be; rows of one group together.
    waiting = sorted(left, key=lambda at: (-requests[at].cap, requests[at].prefix, at))[::-1]
    batch = Batch(policy, requests, settings)
    tokens = 0
    while waiting or batch.live.count:
        check_cancel()
        free = settings.slots - batch.live.count
        if free > 0 and waiting:
            batch.admit(waiting, min(free, len(waiting)))
        check_rows(batch.live.count)
        tokens += batch.live.count
        finished.update(batch.step())
        on_progress(len(finished), tokens)


class Batch:
    """The live rows and what they are decoded with."""

    def __init__(self, policy: Policy, requests: Sequence[Request], settings: Settings) -> None:
        self.requests = requests
        self.settings = settings
        slots = _multiple(settings.slots)
        longest = max((len(request.prefix) + request.cap for request in requests), default=1)
        self.decoder = open_decoder(policy, slots, longest)
        self.prefixes = Prefixes(self.decoder.model, policy.device)
        self.live = LiveRows(
            slots,
            max((request.cap for request in requests), default=1),
            self.decoder.model.config.vocab_size,
            settings.stop_tokens,
            settings.environment,
        )

    def admit(self, waiting: list[int], count: int) -> None:
        """Starts the last requests of those that wait, in free slots."""
        for _ in range(count):
            request = self.requests[waiting[-1]]
            slot = self.live.start(waiting[-1], request)
            # The last token of a prefix is the first that a step reads.
            prefix = request.prefix[:-1]
            if prefix:
                upcoming = (self.requests[number].prefix[:-1] for number in reversed(waiting))
                # Under no name, which would hold the memory of a pass while the next one runs.
                self.decoder.caches.fill(slot, self.prefixes.find(prefix, upcoming))
            waiting.pop()

    def step(self) -> dict[int, Sample]:
        """Samples one token for every row; the samples that this finished, by request: their rows leave the batch."""
        live, step = self.live, self.decoder.step
        given = live.rows[: _multiple(live.count)]
        length = self.decoder.caches.length_to_read(int(given["position"].max()) + 1)
        step.set_inputs(given["token"], given["position"], given["uniform"])
        self.decoder.run(StepShape(len(given), length, self.settings.temperature, self.settings.top_p))
        live.draw_ahead()
        finished = {}
        for slot in reversed(live.advance(*step.outputs(live.count))):
            request, sample = live.finish(slot)
            finished[request] = sample
            if slot < live.count:
                self.decoder.caches.move(live.count, slot)
        return finished


def _multiple(rows: int) -> int:
    return -(-rows // ROW_MULTIPLE) * ROW_MULTIPLE
