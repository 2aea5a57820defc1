"""The experiment as the compiler settled it: tiers, evaluation modes, lengths. Read once from experiment.json."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class SamplingPlan:
    """How one response is sampled."""

    name: str
    prefill: tuple[int, ...]
    most_new_tokens: int
    """Most tokens behind the prefill."""
    prompt: int
    """Which of a row's prompts it follows."""
    tier: int = -1
    budget: int = 0


@dataclass(frozen=True)
class Experiment:
    tiers: tuple[SamplingPlan, ...]
    rollouts: tuple[int, ...]
    """Rollouts of each tier in a group."""
    modes: tuple[SamplingPlan, ...]
    """Evaluation modes."""
    stop_tokens: tuple[int, ...]
    l_max: int
    steps: int
    prefill_in_length: bool
    prefill_in_loss: bool
    mask_truncated: bool
    reward_reads_siblings: bool

    def tier_of(self, session: int) -> SamplingPlan:
        """The tier of a session of a group: sessions 0 .. n-1 fill the tiers in their order."""
        first = 0
        for tier, count in zip(self.tiers, self.rollouts, strict=True):
            first += count
            if session < first:
                return tier
        raise ValueError(f"session {session} of a group of {first}: actor_rollout_ref.rollout.n was changed")


@cache
def load_experiment() -> Experiment:
    text = (Path(__file__).parent / "experiment.json").read_text(encoding="utf-8")
    data = json.loads(text)

    def plans(entries: list[dict]) -> tuple[SamplingPlan, ...]:
        return tuple(SamplingPlan(**{**entry, "prefill": tuple(entry["prefill"])}) for entry in entries)

    return Experiment(
        **{
            **data,
            "tiers": plans(data["tiers"]),
            "modes": plans(data["modes"]),
            "rollouts": tuple(data["rollouts"]),
            "stop_tokens": tuple(data["stop_tokens"]),
        }
    )
