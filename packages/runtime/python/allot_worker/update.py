"""One optimizer step on one minibatch: micro-batches of packed sequences, their summed gradient, AdamW."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch

from .dealing import deal
from .determinism import give_up_strictness, strictly_deterministic
from .failures import OutOfMemory
from .loss import LossForm, Numbers, TokenScores, token_losses
from .model import Policy
from .optimizer import Optimizer
from .pack import pack, plan_packs
from .ranks import Ranks
from .room import check_room, keeps_layers
from .scoring import score_targets

Targets = Mapping[str, Sequence[torch.Tensor]]
"""By name (`weights`, `advantages`, ...), for each sequence: a number for each token but the first."""


@dataclass(frozen=True)
class Minibatch:
    sequences: Sequence[torch.Tensor]
    targets: Targets
    temperature: float
    numbers: Numbers
    optimizer: Mapping[str, float]


def update(
    policy: Policy,
    optimizer: Optimizer,
    form: LossForm,
    batch: Minibatch,
    most_tokens: int,
    on_halved: Callable[[int], None],
    ranks: Ranks,
) -> dict[str, float]:
    """The metrics of the step; a loss that is not finite changes nothing.

    Where memory runs out, the step begins anew with micro-batches half as large.
    """
    policy.begin_change()
    lengths = [trained_length(weights) for weights in batch.targets["weights"]]
    smallest = max(lengths, default=0)
    while True:
        try:
            sums = accumulate(policy, form, batch, lengths, most_tokens, ranks)
            break
        except ranks.out_of_memory as error:
            optimizer.clear()
            policy.model.zero_grad(set_to_none=True)
            # Outside of this block the failed pass and its tensors are gone.
            reason = str(error)
        except RuntimeError as error:
            if not give_up_strictness(error):
                raise
            optimizer.clear()
            policy.model.zero_grad(set_to_none=True)
            continue
        # Where one rank finds room all try again as they did: they must make the same passes.
        found_room = ranks.sum({"ranks": float(policy.give_up_layers() or policy.give_up_decoder())})["ranks"] > 0
        if policy.device.type == "cuda":
            torch.cuda.empty_cache()
        if found_room:
            continue
        if most_tokens <= smallest:
            raise OutOfMemory(f"one sequence of {smallest} tokens does not fit: {reason}")
        most_tokens = max(smallest, most_tokens // 2)
        on_halved(most_tokens)
    if not math.isfinite(sums["loss"]):
        optimizer.clear()
        return {**sums, "gradient_norm": math.nan}
    norm = optimizer.step(batch.optimizer)
    policy.end_change()
    return {**sums, "gradient_norm": norm}


def trained_length(weights: torch.Tensor) -> int:
    """Tokens up to the last one that carries weight: what comes after changes nothing. 0 where none does."""
    trained = weights.nonzero()
    return int(trained[-1]) + 2 if len(trained) > 0 else 0


def accumulate(
    policy: Policy, form: LossForm, batch: Minibatch, lengths: Sequence[int], most_tokens: int, ranks: Ranks
) -> dict[str, float]:
    """Adds the minibatch's gradient to the parameters'; sums of the loss and the metrics.

    Every rank has micro-batches of its own, and runs an empty one while others have more.
    """
    sums = {"loss": 0.0, "clipped": 0.0, "entropy": 0.0, "kl": 0.0}
    plans = [
        [[share[at] for at in chosen] for chosen in plan_packs([lengths[index] for index in share], most_tokens)]
        for share in deal(lengths, ranks.count)
    ]
    own = plans[ranks.rank]
    for turn in range(max(map(len, plans))):
        chosen = own[turn] if turn < len(own) else []
        tokens = sum(lengths[index] for index in chosen)
        ranks.by_itself(lambda: check_room(policy, tokens, alone=ranks.count == 1))
        loss, metrics = (
            microbatch_loss(policy, form, batch, chosen, lengths) if chosen else (empty_loss(policy), {})
        )
        with strictly_deterministic():
            (loss * policy.gradient_scale).backward()
        sums["loss"] += float(loss.detach())
        for name, value in metrics.items():
            sums[name] += float(value)
    policy.sum_gradients()
    return ranks.sum(sums)


def empty_loss(policy: Policy) -> torch.Tensor:
    """0, with a gradient of 0 for every parameter."""
    packed = pack([torch.zeros(1)], policy.device)

    def score() -> torch.Tensor:
        with policy.autocast():
            hidden = policy.hidden(packed, recompute=policy.recomputes)
            return score_targets(policy.head(), hidden, packed.tokens[0], 1.0)[0] * 0

    return policy.run_pass(score).sum()


def microbatch_loss(
    policy: Policy, form: LossForm, batch: Minibatch, chosen: Sequence[int], lengths: Sequence[int]
) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    device = policy.device
    packed = pack([batch.sequences[index][: lengths[index]] for index in chosen], device)

    def of_targets(name: str) -> torch.Tensor:
        # The last token of a sequence predicts nothing: its number is 0, as a weight it is left out.
        rows = [batch.targets[name][index][: lengths[index] - 1] for index in chosen]
        return torch.cat([torch.nn.functional.pad(row.float(), (0, 1)) for row in rows]).to(device)

    weights = of_targets("weights")
    active = weights.nonzero()[:, 0]
    owners = torch.repeat_interleave(torch.arange(len(chosen)), torch.tensor(packed.lengths)).to(device)
    targets = packed.tokens[0].roll(-1)
    recompute = policy.recomputes and not keeps_layers(policy, sum(packed.lengths))

    def score() -> tuple[torch.Tensor, torch.Tensor]:
        with policy.autocast():
            hidden = policy.hidden(packed, recompute)
            return score_targets(policy.head(), hidden[active], targets[active], batch.temperature)

    scored = policy.run_pass(score)
    scores = TokenScores(*scored, sequences=owners[active], count=len(chosen))
    given = {name: of_targets(name)[active] for name in batch.targets if name != "weights"}
    losses, metrics = token_losses(form, batch.numbers, scores, given)
    return (weights[active] * losses).sum(), metrics
