"""Compiles the kernels for an NVIDIA GPU (sm_90), which needs none: what would be launched is compiled instead.

Prints, as JSON, the bytes of every kernel in every form that models of four shapes ask for, and how many forms there are while one model
is sampled and scored (a form that comes up late is compiled in the middle of the work); and the latter of Liger's kernels of layers.
"""

import json
import sys

import torch
import triton
from triton.backends.compiler import GPUTarget

from transformers import AutoModelForCausalLM, Qwen3Config

from allot_worker import attention, decode_kernels, sampling_kernels, score_kernels
from allot_worker.decode_step import StepShape
from allot_worker.decoder import Decoder
from allot_worker.fused_layers import fuse_layers

HALF = torch.bfloat16
VOCABULARY = 151936
SLOTS = 32
LAYERS = Qwen3Config(
    vocab_size=32, hidden_size=128, intermediate_size=256, num_hidden_layers=1, num_attention_heads=4, num_key_value_heads=2, head_dim=64
)


class Driver:
    """All that a compilation asks of the driver of a GPU."""

    def get_current_target(self) -> GPUTarget:
        return GPUTarget("cuda", 90, 32)

    def get_current_device(self) -> int:
        return 0

    def get_current_stream(self, _: int) -> int:
        return 0


launched: dict[str, triton.JITFunction] = {}
launch = triton.JITFunction.run


def compile_instead(kernel: triton.JITFunction, *given: object, **named: object) -> object:
    launched[kernel.fn.__name__] = kernel
    return launch(kernel, *given, **named | {"warmup": True})


triton.runtime.driver.set_active(Driver())
triton.JITFunction.run = compile_instead


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


@torch.no_grad()
def decode() -> None:
    """Steps of a rollout with Liger's layers. What they compute is left out, and so are numbers: greedy choice bears any."""
    model = AutoModelForCausalLM.from_config(LAYERS, attn_implementation=attention.NAME, dtype=HALF).eval()
    if not fuse_layers(model, torch.device("cpu")):
        raise RuntimeError("Liger's kernels were not started")
    launched.clear()
    decoder = Decoder(model, SLOTS, 128)
    for rows in (8, 16, 24, 32):
        decoder.run(StepShape(rows, 128, 0.0, 1.0))


def forms() -> dict[str, list[int]]:
    """The bytes of what was compiled so far."""
    compiled = {name: kernel.device_caches[0][0].values() for name, kernel in launched.items()}
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
own = forms()
decode()
json.dump({"of_one": of_one, "forms": own, "of_liger": {name: len(sizes) for name, sizes in forms().items()}}, sys.stdout)
