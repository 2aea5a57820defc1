"""Rollout requests and their samples as tensors of files, and an environment as JSON."""

from collections.abc import Mapping
from typing import Any

import torch

from .rows import PREFILL, Environment, Request, Row
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


def join_rows(requests: list[Request], rows: list[Row]) -> Tensors:
    """The responses, prefills in front, in the order of the requests."""
    tokens, scores, origins = [], [], []
    for request, row in zip(requests, rows):
        count = len(request.prefill)
        tokens.append(torch.tensor([*request.prefill, *row.tokens], dtype=torch.int32))
        scores.append(torch.tensor([0.0] * count + row.log_probabilities))
        origins.append(torch.tensor([PREFILL] * count + row.origins, dtype=torch.uint8))
    return {
        **join("tokens", tokens, torch.int32),
        **join("log_probabilities", scores, torch.float32),
        **join("origins", origins, torch.uint8),
        "stopped": torch.tensor([row.stopped for row in rows], dtype=torch.uint8),
    }
