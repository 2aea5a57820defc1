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
        # Tokens, positions and uniform numbers; tokens and log-probabilities. Float64 holds all exactly, so that one copy takes them there
        # and one brings them back, to and from memory that the device reaches by itself.
        self.inputs = torch.zeros((3, caches.rows), dtype=torch.float64, device=device)
        self.sampled = torch.zeros((2, caches.rows), dtype=torch.float64, device=device)
        self.staged_inputs, self.staged_sampled = (
            torch.zeros(buffer.shape, dtype=torch.float64, pin_memory=device.type == "cuda")
            for buffer in (self.inputs, self.sampled)
        )

    def set_inputs(self, tokens: np.ndarray, positions: np.ndarray, uniforms: np.ndarray) -> None:
        """Of the rows of a step; uniforms in [0, 1)."""
        for place, given in zip(self.staged_inputs.numpy(), (tokens, positions, uniforms)):
            place[: len(given)] = given
        self.inputs.copy_(self.staged_inputs, non_blocking=True)

    def run(self, shape: StepShape) -> None:
        rows = shape.rows
        tokens, positions = self.inputs[:2, :rows].long()
        told = self.caches.begin(positions, shape.length)
        # One sequence of the tokens of all rows: kernels of layers may be compiled anew for another number of sequences.
        hidden = self.model.get_decoder()(
            input_ids=tokens[None],
            position_ids=positions[None],
            past_key_values=self.caches,
            use_cache=True,
            **told,
        )[0][0]
        logits = self.model.get_output_embeddings()(hidden)
        uniforms = self.inputs[2, :rows].float()
        for place, chosen in zip(self.sampled, choose(logits, shape.temperature, shape.top_p, uniforms)):
            place[:rows] = chosen

    def outputs(self, rows: int) -> tuple[np.ndarray, np.ndarray]:
        """Tokens int64 and log-probabilities float64 of the first rows. The one place where a step waits for the device."""
        self.staged_sampled.copy_(self.sampled, non_blocking=True)
        if self.sampled.is_cuda:
            torch.cuda.current_stream(self.sampled.device).synchronize()
        tokens, log_probabilities = self.staged_sampled.numpy()[:, :rows]
        return tokens.astype(np.int64), log_probabilities.copy()
