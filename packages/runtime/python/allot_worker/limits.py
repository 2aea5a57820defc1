"""Limits that tests set, to see what happens when memory runs out: tokens of a micro-batch, rows of a rollout."""

import os

import torch

TOKENS = "ALLOT_WORKER_TOKEN_LIMIT"
ROWS = "ALLOT_WORKER_ROW_LIMIT"


def check_limit(tokens: int) -> None:
    check(TOKENS, tokens)


def check_rows(rows: int) -> None:
    check(ROWS, rows)


def check(variable: str, number: int) -> None:
    limit = os.environ.get(variable)
    if limit is not None and number > int(limit):
        raise torch.OutOfMemoryError(f"{variable} is {limit}")
