"""Samples the response of a session in its tier: the tier's prompt and prefill, and its most tokens."""

from typing import Any
from uuid import uuid4

from allot_bundle.experiment import SamplingPlan, load_experiment
from allot_bundle.facts import sampling_facts
from verl.experimental.agent_loop.agent_loop import AgentLoopBase, AgentLoopOutput
from verl.utils.profiler import simple_timer


class TierAgentLoop(AgentLoopBase):
    """One turn. `session_id` says which tier; the prompt's tokens are those that Allot made."""

    async def run(self, sampling_params: dict[str, Any], **kwargs) -> AgentLoopOutput:
        experiment = load_experiment()
        row = kwargs["extra_info"]
        plan = _plan_of(row, int(kwargs["session_id"]))
        prompt = [int(token) for token in row["prompts"][plan.prompt]]
        prefill = list(plan.prefill)
        metrics: dict[str, Any] = {}
        with simple_timer("generate_sequences", metrics):
            # Siblings share `sampling_params`.
            output = await self.server_manager.generate(
                request_id=uuid4().hex,
                prompt_ids=prompt + prefill,
                sampling_params={
                    **sampling_params,
                    "max_tokens": plan.most_new_tokens,
                    "stop_token_ids": list(experiment.stop_tokens),
                },
            )
        sampled = list(output.token_ids)[: plan.most_new_tokens]
        if not sampled:
            raise RuntimeError(f"the rollout server gave no token for problem {row['problem']}")
        log_probs = list(output.log_probs or [])[: len(sampled)]
        facts = sampling_facts(plan, sampled, log_probs)
        own = 0 if experiment.mask_truncated and facts["truncated"] else 1
        # A prefill that is trained on is part of the response; else it is the end of the prompt.
        head = prefill if experiment.prefill_in_loss else []
        metrics["num_preempted"] = output.num_preempted if output.num_preempted is not None else -1
        return AgentLoopOutput(
            prompt_ids=prompt if head else prompt + prefill,
            response_ids=head + sampled,
            response_mask=[own] * (len(head) + len(sampled)),
            response_logprobs=[0.0] * len(head) + log_probs if log_probs else None,
            num_turns=2,
            metrics=metrics,
            extra_fields={
                **output.extra_fields,
                "turn_scores": [],
                "tool_rewards": [],
                "allot": {**facts, "problem": row["problem"], "response": prefill + sampled, "log_probs": log_probs if plan.tier < 0 else []},
            },
        )


def _plan_of(row: dict[str, Any], session: int) -> SamplingPlan:
    experiment = load_experiment()
    return experiment.tier_of(session) if row["mode"] < 0 else experiment.modes[row["mode"]]
