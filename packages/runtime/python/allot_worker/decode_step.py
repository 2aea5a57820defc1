"""One token for every row, from buffers at fixed places: the CPU runs it, a CUDA graph records and repeats it."""

from dataclasses import dataclass

import numpy as np
import torch

from .caches import RowCaches
from .sampling import choose


@dataclass(frozen=True)
class StepShape:
    """What is fixed while a step is repeated: two steps of one shape do the same work on the same memory."""

    rows: int
    """Rows of the step, idle ones among them: those read and write position 0 of slots that no row has."""
    length: int
    """Positions of the caches that are read."""
    temperature: float
    top_p: float


class DecodeStep:
    """Reads and writes its buffers alone, and the caches; nothing of it waits for the device."""

    def __init__(self, model: torch.nn.Module, caches: RowCaches) -> None:
        self.model = model
        self.caches = caches
        device = caches.keys.device
        self.tokens = torch.zeros(caches.rows, dtype=torch.int64, device=device)
        self.positions = torch.zeros_like(self.tokens)
        self.uniforms = torch.zeros(caches.rows, device=device)
        # Float64 holds both exactly, so that one copy to the host brings them.
        self.sampled = torch.zeros((2, caches.rows), dtype=torch.float64, device=device)

    def set_inputs(self, tokens: np.ndarray, positions: np.ndarray, uniforms: np.ndarray) -> None:
        """Of the rows of a step; the last is float64 in [0, 1), of the live ones alone."""
        for buffer, given in ((self.tokens, tokens), (self.positions, positions), (self.uniforms, uniforms)):
            buffer[: len(given)].copy_(torch.from_numpy(np.ascontiguousarray(given)), non_blocking=True)

    def run(self, shape: StepShape) -> None:
        rows = shape.rows
        positions = self.positions[:rows]
        told = self.caches.begin(positions, shape.length)
        hidden = self.model.get_decoder()(
            input_ids=self.tokens[:rows, None],
            position_ids=positions[:, None],
            past_key_values=self.caches,
            use_cache=True,
            **told,
        )[0][:, 0]
        logits = self.model.get_output_embeddings()(hidden)
        tokens, log_probabilities = choose(logits, shape.temperature, shape.top_p, self.uniforms[:rows])
        self.sampled[0, :rows] = tokens
        self.sampled[1, :rows] = log_probabilities

    def outputs(self, rows: int) -> tuple[np.ndarray, np.ndarray]:
        """Tokens int64 and log-probabilities float64 of the first rows. The one place where a step waits for the device."""
        tokens, log_probabilities = self.sampled[:, :rows].cpu().numpy()
        return tokens.astype(np.int64), log_probabilities
