"""TRL's rollout function: responses in their tiers, graded, rewarded, and with their advantages."""

from typing import TYPE_CHECKING, Any

from accelerate.utils import gather_object
from allot_bundle.experiment import SamplingPlan, load_experiment
from allot_bundle.facts import graded_facts, sampling_facts
from allot_bundle.scoring import read_facts, score_batch

from allot_trl.sampling import Row, log_probabilities, plans_of, sample

if TYPE_CHECKING:
    from allot_trl.trainer import TierTrainer

LOG_PROBABILITIES = {"mean_log_probability", "min_log_probability"}


def roll_out(_: list[Any], trainer: "TierTrainer") -> dict[str, Any]:
    """For the rows that the trainer holds; `allot` has what is known of each response."""
    experiment = load_experiment()
    rows = trainer.rows
    plans, sessions = plans_of(rows)
    prompts = [list(row["extra_info"]["prompts"][plan.prompt]) for row, plan in zip(rows, plans, strict=True)]
    prefills = [list(plan.prefill) for plan in plans]
    starts = [prompt + prefill for prompt, prefill in zip(prompts, prefills, strict=True)]
    sampled, log_probs = sample(trainer, plans, starts)
    known = log_probs
    if known is None:
        asked = read_facts() & LOG_PROBABILITIES
        known = log_probabilities(trainer, starts, sampled) if asked else [[] for _ in rows]
    facts = [
        facts_of(trainer, row, plan, tokens, values)
        for row, plan, tokens, values in zip(rows, plans, sampled, known, strict=True)
    ]
    # A prefill that is trained on is part of the response; else it is the end of the prompt.
    heads = prefills if experiment.prefill_in_loss else [[] for _ in rows]
    own = [0 if experiment.mask_truncated and one["truncated"] else 1 for one in facts]
    return {
        "prompt_ids": prompts if experiment.prefill_in_loss else starts,
        "completion_ids": [head + tokens for head, tokens in zip(heads, sampled, strict=True)],
        "logprobs": None
        if log_probs is None
        else [[0.0] * len(head) + values for head, values in zip(heads, log_probs, strict=True)],
        "env_mask": [[mask] * (len(head) + len(tokens)) for mask, head, tokens in zip(own, heads, sampled, strict=True)],
        "allot": score(trainer, rows, sessions, facts),
    }


def facts_of(
    trainer: "TierTrainer", row: Row, plan: SamplingPlan, tokens: list[int], log_probs: list[float]
) -> dict[str, Any]:
    """All that shapes may read of a response; and its answer."""
    sampled = sampling_facts(plan, tokens, log_probs)
    grade = trainer.grader.grade([*plan.prefill, *tokens], list(row["extra_info"]["answers"]))
    return {**sampled, **graded_facts(sampled, grade, trainer.training_step_number), "answer": grade["answer"]}


def score(
    trainer: "TierTrainer", rows: list[Row], sessions: list[int], facts: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Rewards and advantages over the whole batch, on whatever process a row is. An evaluation counts right answers."""
    problems = [row["extra_info"]["problem"] for row in rows]
    known = [
        {"problem": problem, "session": session, "facts": one}
        for problem, session, one in zip(problems, sessions, facts, strict=True)
    ]
    if rows[0]["extra_info"]["mode"] >= 0:
        return [{**one, "reward": float(one["facts"]["correct"]), "components": {}, "advantage": 0.0} for one in known]
    batch = gather_object(known)
    numbers = [{name: value for name, value in one["facts"].items() if name != "answer"} for one in batch]
    scores = score_batch(numbers, [one["problem"] for one in batch], [one["session"] for one in batch])
    first = trainer.accelerator.process_index * len(rows)
    return [
        {
            **one,
            "reward": float(scores.rewards[at]),
            "components": {name: float(values[at]) for name, values in scores.components.items()},
            "advantage": float(scores.advantages[at]),
        }
        for at, one in enumerate(known, start=first)
    ]
