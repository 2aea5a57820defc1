"""Samples responses by TRL's own generation, tier by tier: each with its prompts, its prefill and its most tokens."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch
from allot_bundle.experiment import SamplingPlan, load_experiment
from trl.trainer.utils import pad

from allot_trl.settings import Sampling, load_settings

if TYPE_CHECKING:
    from allot_trl.trainer import TierTrainer

Row = dict[str, Any]


def plans_of(rows: list[Row]) -> tuple[list[SamplingPlan], list[int]]:
    """How every row is sampled, and its session: which rollout of its problem it is."""
    experiment = load_experiment()
    seen: Counter[str] = Counter()
    sessions = []
    for row in rows:
        problem = row["extra_info"]["problem"]
        sessions.append(seen[problem])
        seen[problem] += 1
    modes = [row["extra_info"]["mode"] for row in rows]
    plans = [
        experiment.tier_of(session) if mode < 0 else experiment.modes[mode]
        for mode, session in zip(modes, sessions, strict=True)
    ]
    return plans, sessions


def sample(
    trainer: "TierTrainer", plans: list[SamplingPlan], starts: list[list[int]]
) -> tuple[list[list[int]], list[list[float]] | None]:
    """Sampled tokens behind each start, and their log-probabilities where the generation gives any."""
    settings = load_settings()
    sampled: list[list[int]] = [[]] * len(plans)
    log_probs: list[list[float]] = [[]] * len(plans)
    given = True
    for plan in dict.fromkeys(plans):
        rows = [row for row, other in enumerate(plans) if other == plan]
        how = settings.training if plan.tier >= 0 else settings.evaluation
        with generating(trainer, plan.most_new_tokens, how):
            # Prompts of one call are all different to TRL: one generation each.
            tokens, values = trainer._generate_single_turn([starts[row] for row in rows], None, {}, 1)
        given = given and values is not None
        for at, row in enumerate(rows):
            sampled[row] = list(tokens[at])
            log_probs[row] = list(values[at]) if values is not None else []
    return sampled, log_probs if given else None


@contextmanager
def generating(trainer: "TierTrainer", most_tokens: int, how: Sampling) -> Iterator[None]:
    """TRL's generation with other settings, for one call."""
    greedy = how.temperature == 0
    if trainer.use_vllm:
        target = trainer.vllm_generation
        wanted = {"max_completion_length": most_tokens, "temperature": how.temperature, "top_p": how.top_p}
    else:
        target = trainer.generation_config
        wanted = {
            "max_new_tokens": most_tokens,
            "do_sample": not greedy,
            "temperature": 1.0 if greedy else how.temperature,
            "top_p": 1.0 if greedy else how.top_p,
        }
    before = {name: getattr(target, name) for name in wanted}
    for name, value in wanted.items():
        setattr(target, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(target, name, value)


def log_probabilities(trainer: "TierTrainer", starts: list[list[int]], sampled: list[list[int]]) -> list[list[float]]:
    """Of the sampled tokens under the policy as it is."""
    padding = trainer._tokenizer.pad_token_id
    device = trainer.accelerator.device

    def padded(sequences: list[list[int]], side: str) -> tuple[torch.Tensor, torch.Tensor]:
        tensors = [torch.tensor(sequence) for sequence in sequences]
        masks = [torch.ones_like(tensor) for tensor in tensors]
        tokens = pad(tensors, padding_value=padding, padding_side=side)
        return tokens.to(device), pad(masks, padding_value=0, padding_side=side).to(device)

    before, before_mask = padded(starts, "left")
    behind, behind_mask = padded(sampled, "right")
    with torch.no_grad():
        values, _, _ = trainer._get_per_token_logps_and_entropies(
            trainer.model,
            torch.cat([before, behind], dim=1),
            torch.cat([before_mask, behind_mask], dim=1),
            behind.size(1),
            batch_size=trainer.args.per_device_train_batch_size,
        )
    return [row[: len(tokens)].tolist() for row, tokens in zip(values, sampled, strict=True)]
