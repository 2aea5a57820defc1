"""The loss of the tokens that are trained on, as packages/graph/src/decoder/token-loss.ts builds it."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch

Numbers = Mapping[str, float]
"""clip_low, clip_high, and where the loss has them dual_clip, entropy_bonus and kl_coefficient."""


@dataclass(frozen=True)
class LossForm:
    """What the loss is made of; see `PolicyGradientForm`."""

    supervised: bool = False
    surrogate: str = "ppo-clip"
    ratio_level: str = "token"
    dual_clip: bool = False
    entropy_bonus: bool = False
    reference_kl: str | None = None
    kl_cov: bool = False


@dataclass(frozen=True)
class TokenScores:
    """float32 [n]: of the tokens with a weight other than 0."""

    log_probabilities: torch.Tensor
    entropies: torch.Tensor
    sequences: torch.Tensor
    """int64 [n]: which sequence each belongs to."""
    count: int
    """Number of sequences."""


def token_losses(
    form: LossForm, numbers: Numbers, scores: TokenScores, given: Mapping[str, torch.Tensor]
) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """The loss of each token, and sums of metrics. `given`: float32 [n], by name."""
    log_p = scores.log_probabilities
    metrics = {"entropy": scores.entropies.detach().sum()}
    if form.supervised:
        return -log_p, metrics
    log_ratio = log_p - given["old_log_probabilities"]
    loss, clipped = surrogate(form, numbers, scores, log_ratio, given["advantages"])
    if form.reference_kl is not None:
        divergence = KL_ESTIMATES[form.reference_kl](log_p - given["reference_log_probabilities"])
        loss = loss + numbers["kl_coefficient"] * divergence
    if form.kl_cov:
        loss = loss + given["kl_cov_coefficients"] * KL_ESTIMATES["abs"](log_ratio)
    if form.entropy_bonus:
        loss = loss - numbers["entropy_bonus"] * scores.entropies
    far = log_ratio.detach()
    # k3 of Schulman, "Approximating KL divergence", 2020: an unbiased estimate of KL(p_old || p)
    metrics |= {"clipped": clipped.sum(), "kl": (far.exp() - 1 - far).sum()}
    return loss, metrics


def surrogate(
    form: LossForm, numbers: Numbers, scores: TokenScores, log_ratio: torch.Tensor, advantages: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """The surrogate of each token, and how often a clip changed it."""
    ratio = (sequence_log_ratio(scores, log_ratio) if form.ratio_level == "sequence" else log_ratio).exp()
    clipped_ratio = ratio.clamp(1 - numbers["clip_low"], 1 + numbers["clip_high"])
    if form.surrogate == "cispo":
        # -sg[clip(r, 1 - low, 1 + high)] A log p (CISPO, arXiv:2506.13585, equation 4)
        return -clipped_ratio.detach() * advantages * scores.log_probabilities, (ratio != clipped_ratio).float()
    # -min(r A, clip(r, 1 - low, 1 + high) A) (PPO, arXiv:1707.06347, equation 7; DAPO, arXiv:2503.14476, equation 10)
    unclipped, clipped = ratio * advantages, clipped_ratio * advantages
    objective = torch.minimum(unclipped, clipped)
    times = (clipped < unclipped).float()
    if form.dual_clip:
        # with A < 0 at most -c A (arXiv:1912.09729, equation 5)
        floor = numbers["dual_clip"] * advantages
        bounded = torch.where(advantages < 0, torch.maximum(objective, floor), objective)
        times = times + (objective < bounded).float()
        objective = bounded
    return -objective, times


def sequence_log_ratio(scores: TokenScores, log_ratio: torch.Tensor) -> torch.Tensor:
    """log s, s the geometric mean of a sequence's ratios: sg[s] p / sg[p] (GSPO, arXiv:2507.18071, equations 7, 14)."""
    empty = log_ratio.new_zeros(scores.count)
    sums = empty.index_add(0, scores.sequences, log_ratio.detach())
    tokens = empty.index_add(0, scores.sequences, torch.ones_like(log_ratio))
    means = (sums / tokens.clamp(min=1))[scores.sequences]
    log_p = scores.log_probabilities
    return means + log_p - log_p.detach()


def _absolute(log_ratio: torch.Tensor) -> torch.Tensor:
    return log_ratio * log_ratio.detach().sign()


KL_ESTIMATES = {
    "k1": lambda x: x,
    "k2": lambda x: x * x * 0.5,
    "k3": lambda x: (-x).exp() - 1 + x,
    "abs": _absolute,
}
"""Of the log-ratio x = log p - log q (Schulman, 2020; `abs` as in verl)."""
