"""Log-probabilities and entropies of tokens by a policy."""

from collections.abc import Callable, Sequence

import torch

from .model import Policy
from .pack import pack, plan_packs
from .target_scores import TargetScores


def score_targets(
    head: torch.nn.Module, hidden: torch.Tensor, targets: torch.Tensor, temperature: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """log p(target) and the entropy under softmax(logits / temperature), float32 [n]. hidden: [n, size], targets: [n].

    head: a linear map without bias. Products are computed in the numbers of autocast, else in those of `hidden`.
    """
    kind = hidden.device.type
    number = torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else hidden.dtype
    return TargetScores.apply(hidden, head.weight, targets, temperature, number)


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
