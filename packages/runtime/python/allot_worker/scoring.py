"""Log-probabilities and entropies of tokens, a piece at a time: never are the logits of all in memory at once."""

from collections.abc import Callable, Sequence

import torch
from torch.utils.checkpoint import checkpoint

from .model import Policy
from .pack import pack, plan_packs

LOGITS_AT_ONCE = 2**26
"""Elements of the logits of one piece: 256 MiB in float32."""


def score_targets(
    head: torch.nn.Module, hidden: torch.Tensor, targets: torch.Tensor, temperature: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """log p(target) and the entropy under softmax(logits / temperature), float32 [n]. hidden: [n, size], targets: [n].

    A backward pass computes the logits of each piece again.
    """
    rows = max(1, LOGITS_AT_ONCE // head.weight.shape[0])

    def score(hidden: torch.Tensor, targets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        logits = head(hidden).float()
        if temperature != 1:
            logits = logits / temperature
        logits = logits - logits.max(dim=-1, keepdim=True).values.detach()
        exponentials = logits.exp()
        total = exponentials.sum(dim=-1)
        log_total = total.log()
        log_probabilities = logits.gather(-1, targets[:, None])[:, 0] - log_total
        # H = log(sum exp z) - sum p z
        return log_probabilities, log_total - (exponentials * logits).sum(dim=-1) / total

    pieces = [
        checkpoint(score, *piece, use_reentrant=False) if torch.is_grad_enabled() else score(*piece)
        for piece in zip(hidden.split(rows), targets.split(rows))
    ]
    if not pieces:
        return hidden.new_zeros(0, dtype=torch.float32), hidden.new_zeros(0, dtype=torch.float32)
    log_probabilities, entropies = (torch.cat(part) for part in zip(*pieces))
    return log_probabilities, entropies


@torch.no_grad()
def log_probabilities(
    policy: Policy,
    sequences: Sequence[torch.Tensor],
    temperature: float,
    most_tokens: int,
    check_cancel: Callable[[], None],
) -> list[torch.Tensor]:
    """Of every token of each sequence but its first."""
    scored = [torch.empty(0) for _ in sequences]
    # A sequence of one token has nothing to score.
    lengths = [len(sequence) if len(sequence) > 1 else 0 for sequence in sequences]
    for chosen in plan_packs(lengths, most_tokens):
        check_cancel()
        packed = pack([sequences[index] for index in chosen], policy.device)
        with policy.autocast():
            hidden = policy.hidden(packed)
            targets = packed.tokens[0].roll(-1)
            values, _ = score_targets(policy.head(), hidden, targets, temperature)
        # The last token of each sequence predicts the next sequence's first: it is left out.
        for index, row in zip(chosen, values.cpu().split(list(packed.lengths))):
            scored[index] = row[:-1]
    return scored
