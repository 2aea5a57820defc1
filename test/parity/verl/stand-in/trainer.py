"""Stands in for verl's trainer in a Ray job: no model and no GPU, but the files that verl and the bundle write.

The metrics are written by verl's own file logger, the trajectories of steps by the bundle. The name of the definition says
what happens: `fails-at-once`, `dies-after-3` (once), `waits-after-1` (until a file `go` lies in the run's folder).
"""

import os
import sys
import time
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import pyarrow.parquet as parquet
import ray
from omegaconf import OmegaConf

from allot_verl.dump import evaluated_trajectory, write_lines
from allot_bundle.experiment import load_experiment
from allot_bundle.facts import sampled_facts, sampling_facts
from allot_bundle.scoring import score_batch

SAMPLED = [7, 8, 9]
LOG_PROBS = [-0.25, -0.5, -0.75]


def verl_file_logger():
    """verl's class, without the seconds that importing verl takes."""
    place = Path(find_spec("verl").origin).parent / "utils" / "tracking.py"
    spec = spec_from_file_location("tracking", place)
    module = module_from_spec(spec)
    sys.modules["tracking"] = module
    spec.loader.exec_module(module)
    return module.FileLogger


def graded(tokens: int, correct: bool, step: int) -> dict:
    """As the reward manager answers."""
    grade = {"correct": correct, "formatted": True, "thinking_tokens": 1, "answer_tokens": tokens - 1, "mode": 1, "step": step}
    return {**grade, "answer": "4", "acc": float(correct), "tokens": tokens}


def sample(plan, index: int, row: dict) -> dict:
    """As the agent loop answers; every third response is cut off."""
    tokens = SAMPLED[: 1 + index % 3]
    sampled = tokens if index % 3 == 2 else [*tokens, load_experiment().stop_tokens[0]]
    log_probs = [*LOG_PROBS[: len(tokens)], -0.125][: len(sampled)]
    facts = sampling_facts(plan, sampled, log_probs)
    return {**facts, "problem": row["problem"], "response": [*plan.prefill, *sampled], "log_probs": log_probs}


def train(step: int, rows: list[dict], folder: str) -> dict:
    """The trajectories of a step; answers its metrics."""
    experiment = load_experiment()
    sessions = sum(experiment.rollouts)
    keys = [(f"uid-{step}-{group}", session, row) for group, row in enumerate(rows) for session in range(sessions)]
    samples = [sample(experiment.tier_of(session), session + step, row) for _, session, row in keys]
    facts = [
        {**sampled_facts(sampled), **graded(sampled["tokens"], (at + step) % 2 == 0, step)}
        for at, sampled in enumerate(samples)
    ]
    scores = score_batch(facts, [group for group, _, _ in keys], [session for _, session, _ in keys])
    lines = []
    for at, (group, session, row) in enumerate(keys):
        plan = experiment.tier_of(session)
        prompt, response = [int(token) for token in row["prompts"][plan.prompt]], samples[at]["response"]
        head = len(plan.prefill)
        lines.append(
            {
                "step": step,
                "group": group,
                "session": session,
                "problem": row["problem"],
                "reward": scores.rewards[at],
                "components": {name: values[at] for name, values in scores.components.items()},
                "advantage": scores.advantages[at],
                "facts": facts[at],
                "prompts": [*prompt, *plan.prefill],
                "responses": response[head:],
                "response_mask": [1] * (len(response) - head),
                "rollout_log_probs": samples[at]["log_probs"],
            }
        )
    write_lines(f"{folder}/{step}.jsonl", lines)
    timing = {"timing_s/gen": 0.5, "timing_s/update_actor": 0.25, "timing_s/step": 1.0}
    actor = {"actor/loss": 1 / step, "actor/grad_norm": 0.5, "actor/lr": 1e-6, "actor/pg_clipfrac": 0.0}
    return {"training/global_step": step, **timing, **actor}


def evaluate(step: int, rows: list[dict], folder: str) -> dict:
    """The answers of an evaluation in verl's file; answers its metrics."""
    experiment = load_experiment()
    lines = []
    for at, row in enumerate(rows):
        sampled = sample(experiment.modes[row["mode"]], at, row)
        extra = graded(sampled["tokens"], at % 4 < 3, step)
        text = evaluated_trajectory(row, {**sampled, "log_probs": []} if at == 0 else sampled)
        written = {"input": "", "output": "", "gts": "4", "score": extra["acc"], "step": step, "reward": extra["acc"]}
        lines.append({**written, **extra, "trajectory": text, "uid": f"uid-{at}_0_0"})
    write_lines(f"{folder}/{step}.jsonl", lines)
    return {"val-core/test/natural/acc/mean@1": 0.75}


def main() -> None:
    config = OmegaConf.load(Path(os.environ["ALLOT_BUNDLE"]) / "config.yaml")
    trainer, name = config.trainer, config.trainer.experiment_name
    if name == "fails-at-once":
        raise RuntimeError("the stand-in fails at once")
    (Path(os.environ["ALLOT_RUN"]) / "pid").write_text(str(os.getpid()), encoding="utf-8")
    tracker = Path(trainer.default_local_dir) / "latest_checkpointed_iteration.txt"
    done = int(tracker.read_text(encoding="utf-8")) if tracker.is_file() else 0
    logger = verl_file_logger()(trainer.project_name, name)
    train_rows, test_rows = (
        [row["extra_info"] for row in parquet.read_table(file).to_pylist()]
        for file in (config.data.train_files, config.data.val_files)
    )
    if trainer.val_before_train:
        logger.log(evaluate(done, test_rows, trainer.validation_data_dir), done)
    for step in range(done + 1, trainer.total_training_steps + 1):
        at = (step - 1) * config.data.train_batch_size % len(train_rows)
        metrics = train(step, train_rows[at : at + config.data.train_batch_size], trainer.rollout_data_dir)
        last = step == trainer.total_training_steps
        if last or step % trainer.save_freq == 0:
            (tracker.parent / f"global_step_{step}").mkdir(parents=True)
            tracker.write_text(str(step), encoding="utf-8")
            metrics["timing_s/save_checkpoint"] = 0.5
        if trainer.test_freq > 0 and (last or step % trainer.test_freq == 0):
            metrics |= {**evaluate(step, test_rows, trainer.validation_data_dir), "timing_s/testing": 0.5}
        logger.log(metrics, step)
        print(f"step {step}", flush=True)
        if name == "dies-after-3" and step == 3 and done == 0:
            raise ValueError("the stand-in dies after step 3")
        while name == "waits-after-1" and step == 1 and not (Path(os.environ["ALLOT_RUN"]) / "go").exists():
            time.sleep(0.2)


HANDED_ON = ("ALLOT_BUNDLE", "ALLOT_RUN", "PYTHONPATH", "VERL_FILE_LOGGER_PATH")

if __name__ == "__main__":
    # Like verl's trainer it runs in a process of Ray's, which ends with its cluster.
    ray.init(runtime_env={"env_vars": {name: os.environ[name] for name in HANDED_ON}})
    ray.get(ray.remote(num_cpus=0, max_retries=0)(main).remote())
