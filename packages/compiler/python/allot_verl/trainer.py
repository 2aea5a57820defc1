"""The trainer mode `allot`: verl's synchronous trainer with the advantages of the experiment, which see tiers."""

import os
from typing import Any

import numpy as np
import torch
import transfer_queue as tq
from tensordict import TensorDict
from transfer_queue import KVBatchMeta

from allot_bundle.facts import sampled_facts
from allot_bundle.scoring import Scores, score_batch
from allot_bundle.versions import check_versions
from allot_verl.dump import write_lines
from verl.trainer.ppo.v1.trainer_base import register_trainer
from verl.trainer.ppo.v1.trainer_sync import PPOTrainerSync


@register_trainer("allot")
class TierTrainer(PPOTrainerSync):
    """Groups are known by their uid, tiers by what the agent loop says of each row; no row's position is used."""

    def __init__(self, config) -> None:
        check_versions()
        super().__init__(config)

    def _build_replay_buffer(self):
        # verl asks for this name wherever it does what a synchronous trainer needs.
        self.trainer_mode = "sync"
        return super()._build_replay_buffer()

    def _compute_advantage(self, batch: KVBatchMeta, metrics: dict) -> KVBatchMeta:
        fields = ["response_mask", "extra_fields"]
        data = tq.kv_batch_get(keys=batch.keys, partition_id=batch.partition_id, select_fields=fields)
        masks = list(data["response_mask"].unbind())
        rows = real_rows(batch)
        scores = score_rows(batch.keys, data.pop("extra_fields").tolist(), rows)
        for name, values in {"reward": scores.rewards, **scores.components}.items():
            metrics[f"allot/{name}/mean"] = float(values.mean())
        return tq.kv_batch_put(
            keys=batch.keys, partition_id=batch.partition_id, fields=token_fields(masks, rows, scores)
        )

    def _log_rollout_data(self, batch: KVBatchMeta, timing_raw: dict, rollout_data_dir: str) -> None:
        """One trajectory a line, with what Allot reads back of it."""
        data = tq.kv_batch_get(
            keys=batch.keys, partition_id=batch.partition_id, select_fields=[*TOKEN_COLUMNS, "extra_fields"]
        )
        columns = {name: data[name].unbind() for name in TOKEN_COLUMNS}
        extra = data.pop("extra_fields").tolist()
        rows = real_rows(batch)
        scores = score_rows(batch.keys, extra, rows)
        lines = []
        for at in sorted(range(len(rows)), key=lambda at: address_of(batch.keys[rows[at]])):
            row = rows[at]
            group, session = address_of(batch.keys[row])
            lines.append(
                {
                    "step": self.global_steps,
                    "group": group,
                    "session": session,
                    "problem": extra[row]["allot"]["problem"],
                    "reward": float(scores.rewards[at]),
                    "components": {name: float(values[at]) for name, values in scores.components.items()},
                    "advantage": float(scores.advantages[at]),
                    "facts": facts_of(extra[row]),
                    **{name: columns[name][row].tolist() for name in TOKEN_COLUMNS},
                }
            )
        write_lines(os.path.join(rollout_data_dir, f"{self.global_steps}.jsonl"), lines)

    @staticmethod
    def _write_generations(inputs, outputs, gts, scores, reward_extra_infos_dict, dump_path, global_steps):
        """The answers of an evaluation: verl's file, which is there once it is whole."""
        aside = os.path.join(dump_path, "unfinished")
        PPOTrainerSync._write_generations(inputs, outputs, gts, scores, reward_extra_infos_dict, aside, global_steps)
        os.replace(os.path.join(aside, f"{global_steps}.jsonl"), os.path.join(dump_path, f"{global_steps}.jsonl"))


TOKEN_COLUMNS = ("prompts", "responses", "response_mask", "rollout_log_probs")


def real_rows(batch: KVBatchMeta) -> list[int]:
    """Rows that are no padding."""
    return [row for row, tag in enumerate(batch.tags) if not tag.get("is_padding", False)]


def address_of(key: str) -> tuple[str, int]:
    """Group and session of a key `{uid}_{session}_{index}`."""
    uid, session, _ = key.rsplit("_", 2)
    return uid, int(session)


def facts_of(extra: dict[str, Any]) -> dict[str, Any]:
    """All that shapes may read of a response."""
    return {**sampled_facts(extra["allot"]), **extra["reward_extra_info"]}


def score_rows(keys: list[str], extra: list[dict[str, Any]], rows: list[int]) -> Scores:
    """Scores of the rows that are no padding, in their order."""
    addresses = [address_of(keys[row]) for row in rows]
    facts = [facts_of(extra[row]) for row in rows]
    return score_batch(facts, [uid for uid, _ in addresses], [session for _, session in addresses])


def token_fields(masks: list[torch.Tensor], rows: list[int], scores: Scores) -> TensorDict:
    """Rewards at the last token, advantages at every token that carries loss; nested like the masks. Padding has none."""
    rewards, advantages = np.zeros(len(masks)), np.zeros(len(masks))
    rewards[rows], advantages[rows] = scores.rewards, scores.advantages
    at_last = [torch.zeros(len(mask)) for mask in masks]
    for values, reward in zip(at_last, rewards, strict=True):
        values[-1] = float(reward)
    spread = [mask.float() * float(advantage) for mask, advantage in zip(masks, advantages, strict=True)]
    nested = {"rm_scores": at_last, "token_level_rewards": at_last, "advantages": spread, "returns": spread}
    columns = {name: torch.nested.as_nested_tensor(values, layout=torch.jagged) for name, values in nested.items()}
    return TensorDict(columns, batch_size=len(masks))
