"""Grades a response and gives it its reward, with every component beside it."""

from typing import Any

from allot_bundle.experiment import load_experiment
from allot_bundle.facts import graded_facts, sampled_facts
from allot_bundle.grader import Grader
from allot_bundle.scoring import columns_of, rewards_of
from allot_verl.dump import evaluated_trajectory
from verl import DataProto
from verl.experimental.reward_loop.reward_manager.base import RewardManagerBase


class ShapeRewardManager(RewardManagerBase):
    """A reward that reads the siblings of a response is known once all are there: then the trainer sets it."""

    def __init__(self, config, tokenizer, compute_score, **_) -> None:
        super().__init__(config, tokenizer, compute_score)
        self._grader = Grader()

    async def run_single(self, data: DataProto) -> dict[str, Any]:
        row = data[-1:].non_tensor_batch
        answers = [str(answer) for answer in row["extra_info"][0]["answers"]]
        sampled = row["tool_extra_fields"][0]["allot"]
        grade = await self.loop.run_in_executor(None, self._grader.grade, sampled["response"], answers)
        facts = graded_facts(sampled, grade, int(row["global_steps"][0]))
        extra = {**facts, "answer": grade["answer"], "acc": float(facts["correct"]), "tokens": sampled["tokens"]}
        if row["extra_info"][0]["mode"] >= 0:
            extra["trajectory"] = evaluated_trajectory(row["extra_info"][0], sampled)
            return {"reward_score": extra["acc"], "reward_extra_info": extra}
        if load_experiment().reward_reads_siblings:
            return {"reward_score": extra["acc"], "reward_extra_info": extra}
        rewards, components = rewards_of(columns_of([{**sampled_facts(sampled), **facts}], [""]))
        parts = {f"reward/{name}": float(values[0]) for name, values in components.items()}
        return {"reward_score": float(rewards[0]), "reward_extra_info": {**extra, **parts}}
