"""Kernels of a rollout, in Triton's interpreter, against plain PyTorch in float64. Prints what it found as JSON."""

import json
import os
import sys

os.environ["TRITON_INTERPRET"] = "1"

import torch
from torch.nn.functional import scaled_dot_product_attention
from transformers import AutoModelForCausalLM, Qwen3Config

from allot_worker import attention, caches, decode_kernels, sampling, sampling_kernels
from allot_worker.model import Policy
from allot_worker.rollout import Settings, rollout
from allot_worker.rows import Request, Sample

CAPACITY = 1280
"""Positions: two whole chunks and a part of a third."""


def read_caches(heads: int, shared: int, size: int, number: torch.dtype) -> dict[str, float | bool]:
    """Rows of unequal length in slots of which some have no row; the last positions of a chunk and the first of the next among them."""
    torch.manual_seed(heads)
    positions = torch.tensor([0, 63, decode_kernels.CHUNK - 1, decode_kernels.CHUNK, CAPACITY - 1])
    rows = len(positions)
    keys, values = torch.randn(2, rows + 2, shared, CAPACITY, size, dtype=number)
    query = torch.randn(rows, heads, size, dtype=number)
    # As a projection gives them: the heads of a row side by side, in memory that holds more.
    key, value = (torch.randn(rows, shared, 2 * size, dtype=number)[:, :, :size] for _ in range(2))
    written = [cache.clone() for cache in (keys, values)]
    for cache, new in zip(written, (key, value)):
        for row, position in enumerate(positions):
            cache[row, :, position] = new[row]
    decode_kernels.put(keys, values, positions, key, value)
    found = decode_kernels.attend(query, keys, values, positions, size**-0.5)
    expected = torch.stack(
        [
            scaled_dot_product_attention(
                query[row][:, None].double(),
                keys[row, :, : position + 1].double(),
                values[row, :, : position + 1].double(),
                enable_gqa=True,
            )[:, 0]
            for row, position in enumerate(positions)
        ]
    )
    alone = decode_kernels.attend(query[3:4], keys[3:4], values[3:4], positions[3:4], size**-0.5)
    return {
        "written": torch.equal(keys, written[0]) and torch.equal(values, written[1]),
        "distance": float((found - expected).norm() / expected.norm()),
        "same_alone": torch.equal(alone[0], found[3]),
    }


def choose_tokens(vocabulary: int, temperature: float) -> dict[str, float | bool]:
    """How far the drawn share lies outside of the token's part of the distribution, and the log-probability from the exact one."""
    torch.manual_seed(vocabulary)
    logits = 3 * torch.randn(48, vocabulary)
    # Tokens that are never chosen, the last among them.
    impossible = torch.arange(vocabulary) % 7 == (vocabulary - 1) % 7
    logits[:, impossible] = -torch.inf
    uniforms = torch.rand(48)
    uniforms[:3] = torch.tensor([0, 0.5, 1 - 2**-24])
    tokens, scores = sampling_kernels.choose(logits, temperature, uniforms)
    exact = (logits.double() / (temperature or 1)).log_softmax(dim=-1)
    chosen = exact.gather(-1, tokens[:, None])[:, 0]
    found: dict[str, float | bool] = {
        "possible": not bool(impossible[tokens].any()),
        "score": float((scores - chosen).abs().max()),
    }
    if temperature == 0:
        return found | {"outside": float((tokens != logits.argmax(dim=-1)).sum())}
    above = exact.exp().cumsum(dim=-1).gather(-1, tokens[:, None])[:, 0]
    below = above - chosen.exp()
    return found | {"outside": float(torch.maximum(below - uniforms, uniforms - above).max())}


def compare_rollouts() -> dict[str, float | bool]:
    """Responses of a small model, sampled with the kernels and without: whether their tokens are the same, and the largest difference
    of log-probabilities."""
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=25, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=16
    )
    model = AutoModelForCausalLM.from_config(config, attn_implementation=attention.NAME, dtype=torch.float32)
    requests = [Request((1, 2, 3 + at % 3), (4,), 2 + at % 4, 7, (at,)) for at in range(12)]
    settings = Settings(1.0, 1.0, frozenset([5]), None, slots=8)

    def sample(by_kernels: bool) -> list[Sample]:
        caches.runs_kernels = sampling.runs_kernels = lambda _: by_kernels
        policy = Policy(model, torch.device("cpu"), False)
        return rollout(policy, requests, settings, lambda done, tokens: None, lambda rows: None, lambda: None)

    pairs = list(zip(sample(True), sample(False)))
    return {
        "same": all(one.tokens.tolist() == other.tokens.tolist() for one, other in pairs),
        "distance": max(float(abs(one.log_probabilities - other.log_probabilities).max()) for one, other in pairs),
    }


shapes = [(12, 2, 128), (4, 4, 16), (14, 2, 64), (3, 1, 80)]
json.dump(
    {
        "caches": [
            {"shape": shape, "number": str(number), **read_caches(*shape, number)}
            # The interpreter has no products of bfloat16.
            for shape, number in [*((shape, torch.float32) for shape in shapes), (shapes[0], torch.float16)]
        ],
        "tokens": [
            {"vocabulary": vocabulary, "temperature": temperature, **choose_tokens(vocabulary, temperature)}
            for vocabulary in (25, 4096, 4097, 9000)
            for temperature in (1.0, 0.7, 0.0)
        ],
        "rollouts": compare_rollouts(),
    },
    sys.stdout,
)
