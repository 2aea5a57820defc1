"""A limit on micro-batches that tests set, to see what happens when memory runs out."""

import os

import torch

VARIABLE = "ALLOT_WORKER_TOKEN_LIMIT"


def check_limit(tokens: int) -> None:
    limit = os.environ.get(VARIABLE)
    if limit is not None and tokens > int(limit):
        raise torch.OutOfMemoryError(f"{VARIABLE} is {limit}")
