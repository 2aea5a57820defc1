"""Rollout requests and their samples as tensors of files, and an environment as JSON."""

from collections.abc import Mapping
from typing import Any

import torch

from .rows import PREFILL, Environment, Request, Sample
from .tensors import Tensors, join, split


def read_environment(table: Mapping[str, Any] | None) -> Environment | None:
    if table is None or table["rate"] <= 0:
        return None
    return Environment(frozenset(table["after"]), table["until"], dict(map(tuple, table["replace"])), table["rate"])


def read_requests(given: Tensors) -> list[Request]:
    lists = [
        [tuple(map(int, part.tolist())) for part in split(given, name)]
        for name in ("prompts", "prefills", "addresses")
    ]
    numbers = [given[name].long().tolist() for name in ("caps", "seeds")]
    return [
        Request(prompt, prefill, cap, seed, address)
        for prompt, prefill, address, cap, seed in zip(*lists, *numbers)
    ]


def join_samples(requests: list[Request], samples: list[Sample]) -> Tensors:
    """The responses, prefills in front, in the order of the requests."""
    tokens, scores, origins = [], [], []
    for request, sample in zip(requests, samples):
        prefill = torch.tensor(request.prefill, dtype=torch.int32)
        tokens.append(torch.cat([prefill, torch.from_numpy(sample.tokens)]))
        scores.append(torch.cat([torch.zeros(len(prefill)), torch.from_numpy(sample.log_probabilities)]))
        origins.append(torch.cat([torch.full_like(prefill, PREFILL).byte(), torch.from_numpy(sample.origins)]))
    return {
        **join("tokens", tokens, torch.int32),
        **join("log_probabilities", scores, torch.float32),
        **join("origins", origins, torch.uint8),
        "stopped": torch.tensor([sample.stopped for sample in samples], dtype=torch.uint8),
    }
