"""What TRL's configuration has no key for. Read once from settings.json."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Sampling:
    temperature: float
    top_p: float


@dataclass(frozen=True)
class Schedule:
    """Learning rate over optimizer steps, as a share of the peak."""

    kind: str
    warmup_steps: int
    decay_from: float
    floor: float
    total: int
    """Optimizer steps of the run."""


@dataclass(frozen=True)
class Settings:
    aggregation: str
    """How the losses of tokens become one number."""
    max_tokens: int
    """Divisor of `seq-mean-token-sum-norm`."""
    old_from_sampler: bool
    """Whether old log-probabilities are those that the sampler gave, where it gives any."""
    updates_per_step: int
    """Optimizer steps of a training step."""
    training: Sampling
    evaluation: Sampling
    schedule: Schedule


@cache
def load_settings() -> Settings:
    data = json.loads((Path(__file__).parent / "settings.json").read_text(encoding="utf-8"))
    return Settings(
        **{
            **data,
            "training": Sampling(**data["training"]),
            "evaluation": Sampling(**data["evaluation"]),
            "schedule": Schedule(**data["schedule"]),
        }
    )
