"""Whether this machine runs the kernels that are written in Triton (`*_kernels.py`): else plain PyTorch does their work."""

import sys
from functools import cache

import torch


MOST_NUMBERS = 128
"""Of a head that the kernels of rollouts read: what a program holds of larger ones is too much for some cards."""


@cache
def runs_kernels(kind: str) -> bool:
    """kind: of the device (`cpu`, `cuda`). Where a GPU does not, the reason is told on stderr."""
    if kind != "cuda":
        return False
    # Triton may be missing, and compiles for this GPU with a C compiler of the machine: whatever goes wrong, there is another way.
    try:
        try_out(torch.device(kind))
    except Exception as error:
        print(f"kernels do not run here: {type(error).__name__}: {error}", file=sys.stderr)
        return False
    return True


def try_out(device: torch.device) -> None:
    """Every kernel once, on numbers such as it gets."""
    from . import decode_kernels, sampling_kernels, score_kernels

    rows = torch.zeros(1, 1, 16, dtype=torch.bfloat16, device=device)
    cache = torch.ones(1, 1, 64, 16, dtype=torch.bfloat16, device=device)
    positions = torch.zeros(1, dtype=torch.int64, device=device)
    decode_kernels.put(cache, cache, positions, rows, rows)
    read = decode_kernels.attend(rows, cache, cache, positions, 1.0)
    _, log_probabilities = sampling_kernels.choose(rows[0], 1.0, torch.zeros(1, device=device))
    scored = score_kernels.score_rows(rows[0], positions, 1.0)
    score_kernels.turn_into_gradient(rows[0], positions, *scored[1:], *scored[:2], 1.0)
    if read.any() or not (torch.isfinite(log_probabilities).all() and torch.isfinite(rows).all()):
        raise ArithmeticError("a kernel gave a wrong number")
