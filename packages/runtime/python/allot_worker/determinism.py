"""Kernels that give the same bits every time."""

import os

import torch


def use_deterministic_kernels() -> None:
    """For this process and on; where torch has no such kernel for an operation, it warns and goes on."""
    # Read by cuBLAS when it is used first.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.backends.cudnn.benchmark = False
    # What is not initialised is never read.
    torch.utils.deterministic.fill_uninitialized_memory = False
    torch.use_deterministic_algorithms(True, warn_only=True)
