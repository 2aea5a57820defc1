"""Takes a bundle through a training step of verl on the CPU, but for the model: canned tokens and log-probabilities.

verl's own dataset, agent loop worker, reward loop worker, TransferQueue, trainer mode and loss are run. Arguments: pairs
of a bundle and a JSON file of what the server answers. Prints JSON, a bundle an entry.
"""

import asyncio
import json
import os
import random
import sys
from types import SimpleNamespace

import numpy as np
import ray
import torch
import transfer_queue as tq
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf
from tensordict import TensorDict
from transfer_queue import KVBatchMeta

from verl.experimental.agent_loop.agent_loop import AgentLoopWorker
from verl.experimental.reward_loop.reward_loop import RewardLoopWorker
from verl.trainer.ppo.metric_utils import process_validation_metrics
from verl.trainer.ppo.utils import create_rl_dataset
from verl.trainer.ppo.v1 import get_trainer_cls
from verl.utils import tensordict_utils as tu
from verl.utils.config import omega_conf_to_dataclass
from verl.utils.tensordict_utils import list_of_dict_to_tensordict
from verl.utils.tokenizer import hf_tokenizer
from verl.workers.rollout.replica import TokenOutput
from verl.workers.utils.losses import ppo_loss


class CannedServer:
    """Stands in for verl's client of its rollout servers: answers what the test says, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answer: dict = {}
        self.asked: dict = {}

    async def generate(self, request_id, *, prompt_ids, sampling_params, **_) -> TokenOutput:
        self.asked = {"prompt": prompt_ids, "sampling": sampling_params}
        return TokenOutput(token_ids=self.answer["tokens"], log_probs=self.answer["logProbabilities"])


class LocalReward:
    """A reward loop worker in this process, called like a Ray actor."""

    def __init__(self, config) -> None:
        self.worker = RewardLoopWorker(config)
        self.compute_score = SimpleNamespace(remote=self.worker.compute_score)


async def roll_out(config, files: str, answers: list[dict]) -> list[dict]:
    """What verl keeps of every answer to rows of the files: tokens, mask, log-probabilities, reward, extra fields."""
    tokenizer = hf_tokenizer(config.actor_rollout_ref.model.path)
    rows = create_rl_dataset(files, config.data, tokenizer, None)
    server, reward = CannedServer(), LocalReward(config)
    worker = AgentLoopWorker(config, server, reward_loop_worker_handles=[reward])
    sampling = {"temperature": 1.0, "top_p": 1.0, "top_k": -1, "repetition_penalty": 1.0, "logprobs": True}
    kept = []
    for answer in answers:
        server.answer = answer
        row = rows[answer["row"]]
        fields = {name: value for name, value in row.items() if name != "dummy_tensor"}
        trajectory = {"step": 3, "sample_index": 0, "rollout_n": 0, "validate": False}
        output = await worker._run_agent_loop(
            sampling,
            trajectory,
            agent_name=config.actor_rollout_ref.rollout.agent.default_agent_loop,
            trace=False,
            session_id=answer["session"],
            uid=f"uid-{answer['row']}",
            global_steps=3,
            **fields,
        )
        assert "max_tokens" not in sampling, "siblings share the sampling parameters"
        length = int(output.attention_mask[0, -output.response_ids.shape[1] :].sum())
        kept.append(
            {
                "key": f"uid-{answer['row']}_{answer['session']}_0",
                "prompt": output.prompt_ids[0][output.attention_mask[0, : output.prompt_ids.shape[1]].bool()].tolist(),
                "response": output.response_ids[0][:length].tolist(),
                "mask": output.response_mask[0][:length].tolist(),
                "old": output.response_logprobs[0][:length].tolist(),
                "score": output.reward_score,
                "extra": {name: output.extra_fields[name] for name in ("allot", "reward_extra_info")},
                "asked": server.asked,
            }
        )
    reward.worker.reward_manager._grader.close()
    return kept


def advantages(config, kept: list[dict], order: list[int], padded: int) -> tuple[dict[str, tuple[list, list]], list[dict]]:
    """Token advantages and rewards by key, of rows in some order, with some padding rows as verl adds them; and the log."""
    partition = f"train-{random.random()}"
    keys = [kept[row]["key"] for row in order] + [f"pad_{row}_0" for row in range(padded)]
    rows = [kept[row] for row in order] + [{**kept[0], "mask": [0]}] * padded
    tags = [{}] * len(order) + [{"is_padding": True}] * padded
    fields = [
        {
            "prompts": torch.tensor(row["prompt"]),
            "responses": torch.tensor(row["response"]),
            "response_mask": torch.tensor(row["mask"]),
            "rollout_log_probs": torch.tensor(row["old"]),
            "extra_fields": row["extra"],
            "rm_scores": torch.zeros(len(row["mask"])),
        }
        for row in rows
    ]
    tq.kv_batch_put(keys=keys, fields=list_of_dict_to_tensordict(fields), tags=tags, partition_id=partition)
    trainer = object.__new__(get_trainer_cls(config.trainer.v1.trainer_mode))
    batch = KVBatchMeta(keys=keys, tags=tags, partition_id=partition)
    trainer._compute_advantage(batch, {})
    trainer.global_steps = 3
    trainer._log_rollout_data(batch, {}, config.trainer.rollout_data_dir)
    with open(f"{config.trainer.rollout_data_dir}/3.jsonl", encoding="utf-8") as file:
        logged = [json.loads(line) for line in file]
    data = tq.kv_batch_get(keys=keys, partition_id=partition, select_fields=["advantages", "rm_scores"])
    columns = [column.tolist() for name in ("advantages", "rm_scores") for column in data[name].unbind()]
    half = len(keys)
    values = {key: (columns[at], columns[half + at]) for at, key in enumerate(keys) if not key.startswith("pad")}
    return values, logged


def evaluation_file(config, evaluated: list[dict]) -> dict:
    """The file of an evaluation, as the trainer mode writes it, and the variables that verl makes metrics of."""
    count = len(evaluated)
    rows = [row["extra"]["reward_extra_info"] for row in evaluated]
    infos = {name: [row[name] for row in rows] for name in rows[0]}
    folder, texts = config.trainer.validation_data_dir, [""] * count
    mode = get_trainer_cls(config.trainer.v1.trainer_mode)
    mode._write_generations(texts, texts, texts, [row["score"] for row in evaluated], infos, folder, 3)
    metrics = process_validation_metrics(["test"] * count, [str(row) for row in range(count)], infos)
    with open(f"{folder}/3.jsonl", encoding="utf-8") as file:
        return {"text": file.read(), "variables": sorted(metrics["test"])}


def replay_buffer(config) -> dict:
    """What the trainer mode samples its batches from."""
    trainer = object.__new__(get_trainer_cls(config.trainer.v1.trainer_mode))
    trainer.config, trainer.trainer_mode = config, config.trainer.v1.trainer_mode
    buffer = trainer._build_replay_buffer()
    return {"kind": type(buffer).__name__, "mode": buffer.trainer_mode, "metric": buffer.filter_groups_metric}


def loss_and_gradient(config, kept: list[dict], given: dict) -> tuple[float, list[list[float]]]:
    """verl's loss of one minibatch, and its gradient at the log-probability of every response token."""
    actor = omega_conf_to_dataclass(config.actor_rollout_ref.actor)
    nest = lambda rows: torch.nested.as_nested_tensor(rows, layout=torch.jagged)  # noqa: E731
    current = [torch.tensor(values, dtype=torch.float64, requires_grad=True) for values in given["current"]]
    # The model's output has a value a token of prompt and response, each for the token that follows.
    outputs = [
        torch.cat([torch.zeros(len(row["prompt"]) - 1, dtype=torch.float64), values, torch.zeros(1, dtype=torch.float64)])
        for row, values in zip(kept, current, strict=True)
    ]
    doubles = lambda rows: nest([torch.tensor(row, dtype=torch.float64) for row in rows])  # noqa: E731
    data = TensorDict(
        {
            "prompts": nest([torch.tensor(row["prompt"]) for row in kept]),
            "responses": nest([torch.tensor(row["response"]) for row in kept]),
            "response_mask": nest([torch.tensor(row["mask"]) for row in kept]),
            "old_log_probs": doubles(given["old"]),
            "advantages": doubles(given["advantages"]),
            "ref_log_prob": doubles(given["reference"]),
        },
        batch_size=len(kept),
    )
    counts = {"dp_size": 1, "batch_num_tokens": sum(sum(row["mask"]) for row in kept), "global_batch_size": len(kept)}
    tu.assign_non_tensor(data, **counts)
    loss, _ = ppo_loss(actor, {"log_probs": nest(outputs)}, data)
    loss.backward()
    return float(loss), [values.grad.tolist() for values in current]


def examine(bundle: str, case: str) -> dict:
    os.environ.update(ALLOT_BUNDLE=bundle, ALLOT_RUN=f"{bundle}/run")
    # Each bundle has packages of its own.
    for name in [name for name in sys.modules if name.split(".")[0] in ("allot_bundle", "allot_verl")]:
        del sys.modules[name]
    sys.path.insert(0, bundle)
    from verl.trainer.ppo.v1 import trainer_base

    trainer_base.TRAINER_REGISTRY.pop("allot", None)
    import allot_verl.trainer  # noqa: F401

    with initialize_config_dir(bundle, version_base=None):
        config = compose("config")
    OmegaConf.resolve(config)
    with open(case, encoding="utf-8") as file:
        given = json.load(file)
    loop = asyncio.get_event_loop()
    kept = loop.run_until_complete(roll_out(config, config.data.train_files, given["answers"]))
    evaluated = loop.run_until_complete(roll_out(config, config.data.val_files, given["evaluated"]))
    straight, logged = advantages(config, kept, list(range(len(kept))), 0)
    mixed = np.random.default_rng(1).permutation(len(kept)).tolist()
    shuffled, logged_again = advantages(config, kept, mixed, 3)
    loss, gradient = loss_and_gradient(config, kept, given["loss"])
    sys.path.remove(bundle)
    return {
        "kept": kept,
        "advantages": [straight[row["key"]][0] for row in kept],
        "rewards": [straight[row["key"]][1] for row in kept],
        "evaluated": evaluated,
        "buffer": replay_buffer(config),
        "logged": logged,
        "evaluation": evaluation_file(config, evaluated),
        "orderIndependent": straight == shuffled and logged == logged_again,
        "loss": loss,
        "gradient": gradient,
    }


ray.init(num_cpus=16, include_dashboard=False)
tq.init(OmegaConf.create({"backend": {"SimpleStorage": {"num_data_storage_units": 1}}}))
asyncio.set_event_loop(asyncio.new_event_loop())
results = [examine(bundle, case) for bundle, case in zip(sys.argv[1::2], sys.argv[2::2], strict=True)]
tq.close()
ray.shutdown()
print(json.dumps(results))
