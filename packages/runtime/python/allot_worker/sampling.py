"""Choosing next tokens from logits with given uniform numbers, as packages/graph/src/decoder/sampling.ts does."""

import torch

from .kernel_choice import runs_kernels


def choose(
    logits: torch.Tensor, temperature: float, top_p: float, uniforms: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Tokens int64 [rows] and their log-probabilities under softmax(logits / temperature), at 1 when greedy.

    logits: [rows, vocabulary]; temperature 0 is greedy; uniforms: float32 [rows] in [0, 1).
    """
    if top_p >= 1 and runs_kernels(logits.device.type):
        from .sampling_kernels import choose as choose_by_kernel

        return choose_by_kernel(logits, temperature, uniforms)
    logits = logits.float()
    if temperature not in (0, 1):
        logits = logits / temperature
    log_probabilities = logits.log_softmax(dim=-1)
    if temperature == 0:
        tokens = logits.argmax(dim=-1)
    else:
        probabilities = log_probabilities.exp()
        tokens = categorical(probabilities if top_p >= 1 else nucleus(probabilities, top_p), uniforms)
    return tokens, log_probabilities.gather(-1, tokens[:, None])[:, 0]


def categorical(probabilities: torch.Tensor, uniforms: torch.Tensor) -> torch.Tensor:
    """Inverse transform sampling, clamped to the last token with positive probability."""
    cumulative = probabilities.cumsum(dim=-1)
    total = cumulative[:, -1:]
    # The sums do not fall, so that the first larger one is found by bisection.
    chosen = torch.searchsorted(cumulative, uniforms[:, None] * total, right=True)
    return chosen.minimum(torch.searchsorted(cumulative, total.contiguous()))[:, 0]


def nucleus(probabilities: torch.Tensor, top_p: float) -> torch.Tensor:
    """All but the fewest most likely tokens whose sum reaches top_p set to 0 (arXiv:1904.09751)."""
    ordered, order = probabilities.sort(dim=-1, descending=True, stable=True)
    before = ordered.cumsum(dim=-1) - ordered
    return torch.zeros_like(probabilities).scatter(-1, order, ordered.where(before < top_p, 0))
