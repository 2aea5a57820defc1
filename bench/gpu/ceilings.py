"""What a device can do at most, measured on it, and what a rollout and an update ask of it."""

import time
from collections.abc import Callable

from workload import Size, requests_of  # first: it says where the worker is

import torch
from allot_worker.worker import ROWS


def clock(device: torch.device, work: Callable[[], None], rounds: int = 3) -> float:
    """Seconds of the fastest of some rounds, after one that does not count."""
    best = float("inf")
    for at in range(rounds + 1):
        if device.type == "cuda":
            torch.cuda.synchronize()
        begin = time.perf_counter()
        work()
        if device.type == "cuda":
            torch.cuda.synchronize()
        if at > 0:
            best = min(best, time.perf_counter() - begin)
    return best


def matrix_ceiling(device: torch.device, size: Size) -> float:
    """Operations a second of the products that a layer is made of."""
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    rows = min(size.microbatch_tokens, 8192)
    x = torch.randn(rows, size.hidden, device=device, dtype=dtype)
    weight = torch.randn(size.hidden, size.intermediate, device=device, dtype=dtype)
    repeats = 20

    def work() -> None:
        for _ in range(repeats):
            x @ weight

    return repeats * 2 * rows * size.hidden * size.intermediate / clock(device, work)


def memory_ceiling(device: torch.device) -> float:
    """Bytes a second that are read and written by a copy of a tensor larger than any cache."""
    bytes_ = 2**30 if device.type == "cuda" else 2**27
    source = torch.ones(bytes_ // 4, device=device)
    target = torch.empty_like(source)

    def work() -> None:
        target.copy_(source)

    return 2 * bytes_ / clock(device, work)


def rollout_floor(size: Size, caps: tuple[int, ...], prompts: int, parameters: int, device: torch.device, bandwidth: float) -> float:
    """Seconds in which the weights of every step, and the caches of every token, are read once."""
    bytes_ = 2 if device.type == "cuda" else 4
    lengths = sorted(request.cap for request in requests_of(size, caps, prompts))
    slots = min(ROWS[device.type], len(lengths))
    steps = max(max(lengths), -(-sum(lengths) // slots))
    width = 2 * size.layers * size.key_value_heads * (size.hidden // size.heads) * bytes_
    cache = sum(width * (cap * size.prompt_tokens + cap * (cap - 1) // 2) for cap in lengths)
    return (steps * parameters * bytes_ + cache) / bandwidth


def operations_of_update(size: Size, parameters: int, sequences: list[torch.Tensor]) -> float:
    """Of forward and backward pass: 6 a parameter and token, and attention's products; recomputation does not count."""
    tokens = sum(len(sequence) for sequence in sequences)
    attention = sum(6 * size.layers * size.hidden * len(sequence) ** 2 for sequence in sequences)
    return 6 * parameters * tokens + attention
