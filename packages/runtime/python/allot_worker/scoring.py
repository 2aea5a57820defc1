"""Log-probabilities and entropies of tokens by a policy."""

from collections.abc import Callable, Sequence

import torch

from .failures import OutOfMemory
from .limits import check_limit
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
    make_room: Callable[[], bool] = lambda: False,
) -> list[torch.Tensor]:
    """Of every token of each sequence but its first.

    Where memory runs out, `make_room` gives some back, or says that it has none; then packs are half as large.
    """
    # A sequence of one token has nothing to score.
    lengths = [len(sequence) if len(sequence) > 1 else 0 for sequence in sequences]
    longest = max(lengths, default=0)
    while True:
        try:
            return score_packs(policy, sequences, temperature, plan_packs(lengths, most_tokens), check_cancel)
        except torch.OutOfMemoryError as error:
            found_room = make_room()
            if not found_room and most_tokens <= longest:
                raise OutOfMemory(f"the scores of one sequence of {longest} tokens do not fit: {error}") from error
            # Outside of this block the failed pass and its tensors are gone.
        if policy.device.type == "cuda":
            torch.cuda.empty_cache()
        if not found_room:
            most_tokens = max(longest, most_tokens // 2)


def score_packs(
    policy: Policy,
    sequences: Sequence[torch.Tensor],
    temperature: float,
    packs: Sequence[Sequence[int]],
    check_cancel: Callable[[], None],
) -> list[torch.Tensor]:
    scored = [torch.empty(0) for _ in sequences]
    for chosen in packs:
        check_cancel()
        check_limit(sum(len(sequences[index]) for index in chosen))
        packed = pack([sequences[index] for index in chosen], policy.device)
        with policy.autocast():
            hidden = policy.hidden(packed)
            targets = packed.tokens[0].roll(-1)
            values, _ = score_targets(policy.head(), hidden, targets, temperature)
        # The last token of each sequence predicts the next sequence's first: it is left out.
        for index, row in zip(chosen, values.cpu().split(list(packed.lengths))):
            scored[index] = row[:-1]
    return scored
