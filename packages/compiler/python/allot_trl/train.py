"""`python -m allot_trl.train [key=value ...]`: trains, or goes on at the last checkpoint; keys are GRPOConfig's."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml
from allot_bundle.experiment import load_experiment
from datasets import Dataset
from transformers import AutoTokenizer
from transformers.trainer_utils import get_last_checkpoint
from trl import GRPOConfig

from allot_trl.trainer import TierTrainer
from allot_trl.trajectories import MetricsFile, run_folder

BUNDLE = Path(__file__).resolve().parent.parent


def read_config(assignments: Sequence[str]) -> dict[str, Any]:
    """config.yaml, with `key=value` laid over it. Raises a ValueError at a key that GRPOConfig does not have."""
    known = {field.name for field in fields(GRPOConfig)}
    config = yaml.safe_load((BUNDLE / "config.yaml").read_text(encoding="utf-8"))
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not equals or key not in known:
            raise ValueError(f"`{assignment}` is no key=value of GRPOConfig")
        config[key] = read_value(value)
    return config


def read_value(text: str) -> Any:
    """JSON, or else the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def read_rows(name: str, mode: int) -> Dataset:
    """Rows of a file that belong to an evaluation mode; those of training are mode -1."""
    table = Dataset.from_parquet(str(BUNDLE / "data" / f"{name}.parquet"), cache_dir=str(run_folder() / "cache"))
    return table.select([at for at, row in enumerate(table["extra_info"]) if row["mode"] == mode])


def make_trainer(assignments: Sequence[str]) -> TierTrainer:
    modes = load_experiment().modes
    model = os.environ["ALLOT_MODEL"]
    return TierTrainer(
        model=model,
        args=GRPOConfig(**{"output_dir": str(run_folder() / "checkpoints"), **read_config(assignments)}),
        train_dataset=read_rows("train", -1),
        eval_dataset={mode.name: read_rows("test", at) for at, mode in enumerate(modes)} or None,
        processing_class=AutoTokenizer.from_pretrained(model),
        callbacks=[MetricsFile()],
    )


def main() -> None:
    try:
        trainer = make_trainer(sys.argv[1:])
    except (ValueError, RuntimeError) as problem:
        sys.exit(f"allot: {problem}")
    folder = trainer.args.output_dir
    checkpoint = get_last_checkpoint(folder) if os.path.isdir(folder) else None
    if checkpoint is not None:
        trainer.args.eval_on_start = False
    trainer.train(resume_from_checkpoint=checkpoint)
    trainer.save_model(str(run_folder() / "policy"))
    trainer.grader.close()


if __name__ == "__main__":
    main()
