"""What a rollout decodes with: the model, caches for its rows, and the steps. On a GPU it is kept for the next rollout."""

import torch

from .caches import RowCaches
from .decode_graph import GraphCapture, Replays
from .decode_step import DecodeStep, StepShape
from .model import Policy, head_size


class Decoder:
    """Graphs hold the addresses of weights, caches and buffers: all three stay where they are as long as it lives."""

    def __init__(self, model: torch.nn.Module, rows: int, longest: int) -> None:
        config = model.config
        weight = next(model.parameters())
        self.model = model
        self.caches = RowCaches(
            config.num_hidden_layers, config.num_key_value_heads, head_size(config), rows, longest, weight
        )
        self.step = DecodeStep(model, self.caches)
        self.replays = Replays(GraphCapture()) if weight.is_cuda else None

    def fits(self, rows: int, longest: int) -> bool:
        return self.caches.rows >= rows and self.caches.capacity >= longest

    def run(self, shape: StepShape) -> None:
        if self.replays is None:
            self.step.run(shape)
        else:
            self.replays.run(shape, lambda: self.step.run(shape))


def open_decoder(policy: Policy, rows: int, longest: int) -> Decoder:
    """A decoder for so many rows of so many positions: the policy's, if it has one that is large enough."""
    model = policy.sampler()
    kept = policy.decoder
    if kept is not None and kept.fits(rows, longest):
        return kept
    # Its memory is free before more is asked for.
    policy.decoder = kept = None
    decoder = Decoder(model, rows, longest)
    if policy.keeps_decoder:
        policy.decoder = decoder
    return decoder
