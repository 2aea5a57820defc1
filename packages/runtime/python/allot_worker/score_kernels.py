"""The functions of `row_scores` as kernels of a GPU: a program for each row, which reads its logits in blocks, once. Each row is in one piece.

All arithmetic is in float32, and the sums of a row have one order: the same bits every time.
"""

import torch
import triton
import triton.language as tl

BLOCK = 4096
"""Logits that are read at once."""
WARPS = 8
PER_ROW = ["targets", "entropies", "log_totals", "log_probability_gradient", "entropy_gradient"]
"""Of a piece of the rows they may begin anywhere: no kernel is compiled anew for that."""


def logit_bytes(number: torch.dtype) -> int:
    """What is computed from a logit stays in registers."""
    return number.itemsize


def score_rows(
    logits: torch.Tensor, targets: torch.Tensor, temperature: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    rows, vocabulary = logits.shape
    log_probabilities, entropies, log_totals = (logits.new_empty(rows, dtype=torch.float32) for _ in range(3))
    score_row[(rows,)](
        logits,
        logits.stride(0),
        targets,
        log_probabilities,
        entropies,
        log_totals,
        float(temperature),
        vocabulary=vocabulary,
        BLOCK=BLOCK,
        num_warps=WARPS,
    )
    return log_probabilities, entropies, log_totals


def turn_into_gradient(
    logits: torch.Tensor,
    targets: torch.Tensor,
    entropies: torch.Tensor,
    log_totals: torch.Tensor,
    log_probability_gradient: torch.Tensor,
    entropy_gradient: torch.Tensor,
    temperature: float,
) -> None:
    rows, vocabulary = logits.shape
    differentiate_row[(rows,)](
        logits,
        logits.stride(0),
        targets,
        entropies,
        log_totals,
        log_probability_gradient.contiguous(),
        entropy_gradient.contiguous(),
        float(temperature),
        vocabulary=vocabulary,
        BLOCK=BLOCK,
        num_warps=WARPS,
    )


@triton.jit(do_not_specialize=["targets"])
def score_row(
    logits,
    stride,
    targets,
    log_probabilities,
    entropies,
    log_totals,
    temperature,
    vocabulary: tl.constexpr,
    BLOCK: tl.constexpr,
):
    row = tl.program_id(0)
    # Of a large piece more than 2**31 logits lie before a row.
    places = logits + row.to(tl.int64) * stride
    # Of the columns so far: the largest z, and under softmax(z) times `total`, sums of 1 and of z - most.
    # The first `most` is finite: 0 * (most - higher) is then 0.
    most = -1.0e30
    total = 0.0
    weighted = 0.0
    for start in range(0, vocabulary, BLOCK):
        columns = start + tl.arange(0, BLOCK)
        inside = columns < vocabulary
        z = tl.load(places + columns, mask=inside, other=0.0).to(tl.float32) / temperature
        higher = tl.maximum(most, tl.max(tl.where(inside, z, -1.0e30), axis=0))
        exponentials = tl.where(inside, tl.exp(z - higher), 0.0)
        shrinking = tl.exp(most - higher)
        weighted = shrinking * (weighted + total * (most - higher)) + tl.sum(exponentials * (z - higher), axis=0)
        total = shrinking * total + tl.sum(exponentials, axis=0)
        most = higher
    of_target = tl.load(places + tl.load(targets + row)).to(tl.float32) / temperature
    log_total = tl.log(total)
    tl.store(log_probabilities + row, of_target - most - log_total)
    tl.store(entropies + row, log_total - weighted / total)
    tl.store(log_totals + row, log_total + most)


@triton.jit(do_not_specialize=PER_ROW)
def differentiate_row(
    logits,
    stride,
    targets,
    entropies,
    log_totals,
    log_probability_gradient,
    entropy_gradient,
    temperature,
    vocabulary: tl.constexpr,
    BLOCK: tl.constexpr,
):
    row = tl.program_id(0)
    places = logits + row.to(tl.int64) * stride
    target = tl.load(targets + row).to(tl.int32)
    entropy = tl.load(entropies + row)
    log_total = tl.load(log_totals + row)
    of_log_probability = tl.load(log_probability_gradient + row)
    of_entropy = tl.load(entropy_gradient + row)
    for start in range(0, vocabulary, BLOCK):
        columns = start + tl.arange(0, BLOCK)
        inside = columns < vocabulary
        z = tl.load(places + columns, mask=inside, other=0.0).to(tl.float32) / temperature
        log_p = z - log_total
        # d log p(target) / dz = onehot - p; dH / dz = -p (log p + H)
        gradient = -tl.exp(log_p) * (of_log_probability + of_entropy * (log_p + entropy))
        gradient += tl.where(columns == target, of_log_probability, 0.0)
        tl.store(places + columns, (gradient / temperature).to(logits.dtype.element_ty), mask=inside)
