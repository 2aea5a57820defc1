"""Kernels that give the same bits every time."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import torch


def use_deterministic_kernels() -> None:
    """For this process and on; where torch has no such kernel for an operation, it warns and goes on."""
    # Read by cuBLAS when it is used first.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.backends.cudnn.benchmark = False
    # What is not initialised is never read.
    torch.utils.deterministic.fill_uninitialized_memory = False
    torch.use_deterministic_algorithms(True, warn_only=True)


is_strict = True
"""Whether backward passes ask for deterministic kernels without exception, if such kernels were asked for."""


@contextmanager
def strictly_deterministic() -> Iterator[None]:
    """Around a backward pass, where deterministic kernels were asked for: an operation that has none is an error.

    Where torch only warns, attention keeps a gradient that adds the blocks of a sequence in any order, though it has another.
    """
    warns = is_strict and torch.is_deterministic_algorithms_warn_only_enabled()
    if warns:
        torch.use_deterministic_algorithms(True)
    try:
        yield
    finally:
        if warns:
            torch.use_deterministic_algorithms(True, warn_only=True)


def give_up_strictness(error: RuntimeError) -> bool:
    """Whether a backward pass failed for want of a deterministic kernel: it is told on stderr, and from now on torch only warns."""
    global is_strict
    if not is_strict or "deterministic implementation" not in str(error):
        return False
    is_strict = False
    print(f"bits may differ from run to run: {error}", file=sys.stderr)
    return True
