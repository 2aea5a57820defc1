"""Compiles the kernels for an NVIDIA GPU (sm_90), which needs none: what would be launched is compiled instead.

Prints, as JSON, the bytes of every kernel in every form that models of four shapes ask for, and how many forms there are while one model
is sampled and scored: a form that comes up late is compiled in the middle of the work.
"""

import json
import sys

import torch
import triton
from triton.backends.compiler import GPUTarget

from allot_worker import decode_kernels, sampling_kernels, score_kernels

HALF = torch.bfloat16
VOCABULARY = 151936
SLOTS = 32
KERNELS = {
    name: kernel
    for module in (decode_kernels, sampling_kernels, score_kernels)
    for name, kernel in vars(module).items()
    if isinstance(kernel, triton.JITFunction)
}


class Driver:
    """All that a compilation asks of the driver of a GPU."""

    def get_current_target(self) -> GPUTarget:
        return GPUTarget("cuda", 90, 32)

    def get_current_device(self) -> int:
        return 0

    def get_current_stream(self, _: int) -> int:
        return 0


launch = triton.JITFunction.run
triton.runtime.driver.set_active(Driver())
triton.JITFunction.run = lambda kernel, *given, **named: launch(kernel, *given, **named | {"warmup": True})


def step(rows: int, heads: int, shared: int, size: int, capacity: int) -> None:
    """A layer of a step of a rollout: numbers of the rows as `DecodeStep` has them, heads as projections give them."""
    caches = torch.empty(2, SLOTS, shared, capacity, size, dtype=HALF)
    _, positions = torch.zeros(3, SLOTS)[:2, :rows].long()
    query, key, value = (torch.empty(rows, of * size, dtype=HALF).view(rows, of, size) for of in (heads, shared, shared))
    decode_kernels.put(*caches, positions, key, value)
    decode_kernels.attend(query, *caches, positions, size**-0.5)


def choose(rows: int, temperature: float) -> None:
    sampling_kernels.choose(torch.empty(rows, VOCABULARY, dtype=HALF), temperature, torch.zeros(3, SLOTS)[2, :rows])


def score(first: int, rows: int) -> None:
    """A piece of the tokens, which begins anywhere."""
    targets, *numbers = (torch.zeros(first + rows).to(kind)[first:] for kind in (torch.int64, *[torch.float32] * 4))
    logits = torch.empty(rows, VOCABULARY, dtype=HALF)
    score_kernels.score_rows(logits, targets, 1.0)
    score_kernels.turn_into_gradient(logits, targets, *numbers, 1.0)


def forms() -> dict[str, list[int]]:
    """The bytes of what was compiled so far."""
    compiled = {name: kernel.device_caches[0][0].values() for name, kernel in KERNELS.items()}
    return {name: [len(one.asm["cubin"]) for one in ones] for name, ones in compiled.items()}


for rows in (8, 16, 24, 32):
    step(rows, 14, 2, 64, 1280)
    choose(rows, 1.0)
for first in range(5):
    score(first, 3)
of_one = {name: len(sizes) for name, sizes in forms().items()}
for shape in ((8, 8, 128), (12, 2, 128), (14, 2, 64), (6, 1, 80)):
    for capacity in (128, 2048, 8192, 16384):
        step(8, *shape, capacity)
choose(8, 0.0)
json.dump({"of_one": of_one, "forms": forms()}, sys.stdout)
