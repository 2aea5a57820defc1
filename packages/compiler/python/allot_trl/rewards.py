"""TRL's reward function: what the rollout function found, and metrics of it."""

from collections.abc import Callable
from typing import Any

from allot_bundle.experiment import load_experiment


def reward(
    prompts: list,
    completions: list,
    completion_ids: list,
    *,
    allot: list[dict[str, Any]],
    log_metric: Callable[[str, float], None],
    **columns: Any,
) -> list[float]:
    """Every metric is logged row by row, so that its mean is that of the rows."""
    modes = load_experiment().modes
    for one, row in zip(allot, columns["extra_info"], strict=True):
        facts = one["facts"]
        where = tier_name(facts["tier"]) if row["mode"] < 0 else modes[row["mode"]].name
        log_metric(f"{where}/accuracy", float(facts["correct"]))
        log_metric(f"{where}/tokens", float(facts["tokens"]))
        for name, value in one["components"].items():
            log_metric(f"component/{name}", value)
    return [one["reward"] for one in allot]


def tier_name(tier: int) -> str:
    return f"tier/{load_experiment().tiers[tier].name}"
