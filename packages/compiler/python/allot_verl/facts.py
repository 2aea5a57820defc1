"""What shapes read of a response, as far as its tokens tell."""

from typing import Any

from allot_verl.experiment import SamplingPlan, load_experiment

GRAM = 4


def sampling_facts(plan: SamplingPlan, sampled: list[int], log_probs: list[float]) -> dict[str, Any]:
    """Facts of one response by the names that shapes use; `tokens` counts the prefill where the definition says so."""
    experiment = load_experiment()
    counted = len(plan.prefill) if experiment.prefill_in_length else 0
    return {
        "tier": plan.tier,
        "budget": plan.budget,
        "tokens": counted + len(sampled),
        "uncounted": len(plan.prefill) - counted,
        "truncated": sampled[-1] not in experiment.stop_tokens,
        "repetition": repetition(sampled),
        "mean_log_probability": sum(log_probs) / len(log_probs) if log_probs else 0.0,
        "min_log_probability": min([0.0, *log_probs]),
    }


def sampled_facts(sampled: dict[str, Any]) -> dict[str, Any]:
    """What the agent loop told, without what is no fact of the response."""
    return {name: value for name, value in sampled.items() if name not in ("problem", "response", "log_probs")}


def repetition(tokens: list[int]) -> float:
    """1 - distinct / all 4-grams; 0 when there is none."""
    grams = [tuple(tokens[at : at + GRAM]) for at in range(len(tokens) - GRAM + 1)]
    return 1 - len(set(grams)) / len(grams) if grams else 0.0
