"""log p(target) and the entropy of many tokens as one step of autograd, which never has the logits of all.

A piece of tokens at a time. Of the forward pass two numbers a token are kept; the backward pass computes the logits of a piece again
and turns them into their gradient where they are.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch
from torch.autograd.function import once_differentiable
from torch.nn.functional import linear

from . import row_scores
from .kernel_choice import runs_kernels

LOGITS_BYTES = 2**30
"""Of the logits of one piece and what is computed from them."""


class TargetScores(torch.autograd.Function):
    """hidden: [n, size]; weight: [vocabulary, size]; targets: int64 [n]; number: what products are computed in.

    Gives log p(target) and the entropy under softmax(hidden @ weight.T / temperature): at least float32, [n].
    """

    @staticmethod
    def forward(
        ctx: Any,
        hidden: torch.Tensor,
        weight: torch.Tensor,
        targets: torch.Tensor,
        temperature: float,
        number: torch.dtype,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        rows = rows_on(hidden.device.type)
        head = weight.to(number)
        finer = torch.promote_types(number, torch.float32)
        scores = [hidden.new_empty(len(hidden), dtype=finer) for _ in range(3)]
        for piece in pieces(hidden, weight, number):
            logits = linear(hidden[piece].to(number), head)
            for place, values in zip(scores, rows.score_rows(logits, targets[piece], temperature)):
                place[piece] = values
        log_probabilities, entropies, log_totals = scores
        ctx.save_for_backward(hidden, weight, targets, entropies, log_totals)
        ctx.temperature, ctx.number = temperature, number
        return log_probabilities, entropies

    @staticmethod
    @once_differentiable
    def backward(
        ctx: Any, log_probability_gradient: torch.Tensor, entropy_gradient: torch.Tensor
    ) -> tuple[torch.Tensor | None, torch.Tensor | None, None, None, None]:
        hidden, weight, targets, entropies, log_totals = ctx.saved_tensors
        of_hidden, of_weight = ctx.needs_input_grad[:2]
        rows = rows_on(hidden.device.type)
        head = weight.to(ctx.number)
        hidden_gradient = torch.empty_like(hidden) if of_hidden else None
        weight_gradient = None
        for piece in pieces(hidden, weight, ctx.number):
            read = hidden[piece].to(ctx.number)
            gradient = linear(read, head)
            rows.turn_into_gradient(
                gradient,
                targets[piece],
                entropies[piece],
                log_totals[piece],
                log_probability_gradient[piece],
                entropy_gradient[piece],
                ctx.temperature,
            )
            if hidden_gradient is not None:
                hidden_gradient[piece] = gradient @ head
            if of_weight:
                weight_gradient = add_product(weight_gradient, gradient.T, read)
        if weight_gradient is not None:
            weight_gradient = weight_gradient.to(weight.dtype)
        return hidden_gradient, weight_gradient, None, None, None


def rows_on(kind: str) -> ModuleType:
    """What scores rows of logits on a kind of device: `score_kernels` or `row_scores`."""
    if not runs_kernels(kind):
        return row_scores
    from . import score_kernels

    return score_kernels


def pieces(hidden: torch.Tensor, weight: torch.Tensor, number: torch.dtype) -> Iterator[slice]:
    """Of the tokens, in order."""
    rows = max(1, LOGITS_BYTES // (len(weight) * rows_on(hidden.device.type).logit_bytes(number)))
    return (slice(start, start + rows) for start in range(0, len(hidden), rows))


def add_product(sum_so_far: torch.Tensor | None, left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """sum_so_far + left @ right, where products of several pieces are summed in float32; in its place where it can be."""
    if sum_so_far is None:
        return left @ right
    total = sum_so_far.to(torch.promote_types(sum_so_far.dtype, torch.float32))
    return total.addmm_(left, right) if total.dtype == left.dtype else total.add_(left @ right)
