"""What shapes read of a response: from its tokens, and from its grade."""

from typing import Any

from allot_bundle.experiment import SamplingPlan, load_experiment

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


def graded_facts(sampled: dict[str, Any], grade: dict[str, Any], step: int) -> dict[str, Any]:
    """What the grader's answer adds to the facts of a response; `step` counts training steps from 1."""
    thinking = max(0, grade["thinking"] - sampled["uncounted"])
    return {
        "correct": bool(grade["correct"]),
        "formatted": bool(grade["formatted"]),
        "thinking_tokens": thinking,
        "answer_tokens": sampled["tokens"] - thinking,
        "mode": 1 if thinking > 0 else 0,
        "step": step,
    }


def sampled_facts(sampled: dict[str, Any]) -> dict[str, Any]:
    """What the agent loop told, without what is no fact of the response."""
    return {name: value for name, value in sampled.items() if name not in ("problem", "response", "log_probs")}


def repetition(tokens: list[int]) -> float:
    """1 - distinct / all 4-grams; 0 when there is none."""
    grams = [tuple(tokens[at : at + GRAM]) for at in range(len(tokens) - GRAM + 1)]
    return 1 - len(set(grams)) / len(grams) if grams else 0.0
