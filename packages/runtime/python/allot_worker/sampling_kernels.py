"""Choosing next tokens, one program a row: `sampling.choose` without a copy of the logits."""

import torch
import triton
import triton.language as tl

BLOCK = 4096
"""Tokens of the vocabulary that are read at once."""


def choose(logits: torch.Tensor, temperature: float, uniforms: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """As `sampling.choose` with top_p 1. logits: [rows, vocabulary] in any float, each row in one piece; uniforms: float32 [rows]."""
    rows, vocabulary = logits.shape
    tokens = logits.new_empty(rows, dtype=torch.int64)
    log_probabilities = logits.new_empty(rows, dtype=torch.float32)
    choose_token[(rows,)](
        logits,
        logits.stride(0),
        uniforms,
        tokens,
        log_probabilities,
        float(temperature) if temperature > 0 else 1.0,
        greedy=temperature == 0,
        vocabulary=vocabulary,
        BLOCK=BLOCK,
        num_warps=8,
    )
    return tokens, log_probabilities


@triton.jit
def choose_token(
    logits,
    stride,
    uniforms,
    tokens,
    log_probabilities,
    temperature,
    greedy: tl.constexpr,
    vocabulary: tl.constexpr,
    BLOCK: tl.constexpr,
):
    row = tl.program_id(0)
    places = logits + row.to(tl.int64) * stride
    # Of the columns so far: the largest z, the first that has it, and the sum of exp(z - most).
    most = -1.0e30
    total = 0.0
    best = 0
    for start in range(0, vocabulary, BLOCK):
        columns = start + tl.arange(0, BLOCK)
        z = tl.load(places + columns, mask=columns < vocabulary, other=-float("inf")).to(tl.float32) / temperature
        of_block = tl.max(z, axis=0)
        if greedy:
            best = tl.where(of_block > most, start + tl.argmax(z, axis=0), best)
        higher = tl.maximum(most, of_block)
        total = total * tl.exp(most - higher) + tl.sum(tl.exp(z - higher), axis=0)
        most = higher
    chosen = best
    if not greedy:
        # The block in which the sums pass the drawn share; where rounding hides it, the last block with a probability.
        drawn = tl.load(uniforms + row) * total
        sum_before = 0.0
        base = 0.0
        block = 0
        passed = 0
        for start in range(0, vocabulary, BLOCK):
            columns = start + tl.arange(0, BLOCK)
            z = tl.load(places + columns, mask=columns < vocabulary, other=-float("inf")).to(tl.float32) / temperature
            of_block = tl.sum(tl.exp(z - most), axis=0)
            takes = (passed == 0) & (of_block > 0)
            base = tl.where(takes, sum_before, base)
            block = tl.where(takes, start, block)
            sum_before += of_block
            passed = tl.where(sum_before > drawn, 1, passed)
        columns = block + tl.arange(0, BLOCK)
        z = tl.load(places + columns, mask=columns < vocabulary, other=-float("inf")).to(tl.float32) / temperature
        probabilities = tl.exp(z - most)
        below = tl.sum((base + tl.cumsum(probabilities, axis=0) <= drawn).to(tl.int32), axis=0)
        last = tl.max(tl.where(probabilities > 0, tl.arange(0, BLOCK), 0), axis=0)
        chosen = block + tl.minimum(below, last)
    # Beside logits that are no numbers a column outside may look largest.
    chosen = tl.minimum(chosen, vocabulary - 1)
    of_chosen = tl.load(places + chosen).to(tl.float32) / temperature
    tl.store(tokens + row, chosen.to(tl.int64))
    tl.store(log_probabilities + row, of_chosen - most - tl.log(total))
