"""Files of a run: the trajectories of every training step, and the metrics, as JSON Lines."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accelerate.utils import gather_object
from transformers import TrainerCallback

from allot_trl.sampling import Row

if TYPE_CHECKING:
    from allot_trl.trainer import TierTrainer


def run_folder() -> Path:
    return Path(os.environ["ALLOT_RUN"])


def write_trajectories(trainer: "TierTrainer", rows: list[Row], output: dict[str, Any]) -> None:
    """One trajectory a line, by problem and session."""
    step = trainer.training_step_number
    columns = {"prompts": ("prompt_ids", "prompt_mask"), "responses": ("completion_ids", "completion_mask")}
    tokens = {
        name: [ids[mask.bool()].tolist() for ids, mask in zip(output[values], output[mask], strict=True)]
        for name, (values, mask) in columns.items()
    }
    own = [
        {"step": step, **row["allot"], **{name: values[at] for name, values in tokens.items()}}
        for at, row in enumerate(rows)
    ]
    lines = sorted(gather_object(own), key=lambda line: (line["problem"], line["session"]))
    if not trainer.is_world_process_zero():
        return
    path = run_folder() / "rollouts" / f"{step}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    unfinished.replace(path)


class MetricsFile(TrainerCallback):
    """Appends what the trainer logs to metrics.jsonl; `step` counts optimizer steps."""

    def on_log(self, args, state, control, logs: dict[str, Any] | None = None, **_: Any) -> None:
        if not state.is_world_process_zero or logs is None:
            return
        path = run_folder() / "metrics.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps({'step': state.global_step, **logs})}\n")
