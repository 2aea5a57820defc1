"""Which functions score rows of logits on a device: kernels where they run, else plain PyTorch."""

import sys
from functools import cache
from types import ModuleType

import torch

from . import row_scores


@cache
def rows_on(kind: str) -> ModuleType:
    """`score_kernels`, or `row_scores` with the reason on stderr. kind: of the device (`cpu`, `cuda`)."""
    if kind != "cuda":
        return row_scores
    try:
        from . import score_kernels

        try_out(score_kernels, kind)
        return score_kernels
    # Triton may be missing, and compiles for this GPU with a C compiler of the machine: whatever goes wrong, there is another way.
    except Exception as error:
        print(f"log-probabilities are computed without kernels: {type(error).__name__}: {error}", file=sys.stderr)
        return row_scores


def try_out(functions: ModuleType, device: str) -> None:
    """Every kernel once, on numbers as an update has them."""
    logits = torch.zeros(1, 16, dtype=torch.bfloat16, device=device)
    targets = torch.zeros(1, dtype=torch.int64, device=device)
    log_probabilities, entropies, log_totals = functions.score_rows(logits, targets, 1.0)
    functions.turn_into_gradient(logits, targets, entropies, log_totals, log_probabilities, entropies, 1.0)
    if not torch.isfinite(logits).all():
        raise ArithmeticError("a kernel gave a number that is not finite")
