"""Trajectories in files that Allot reads back: JSON Lines, there once they are whole."""

import json
import os
from typing import Any, Iterable

from allot_bundle.experiment import load_experiment


def write_lines(path: str, lines: Iterable[dict[str, Any]]) -> None:
    """Makes the folder too; numbers of NumPy are written as numbers."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(f"{path}.new", "w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, default=float) + "\n")
    os.replace(f"{path}.new", path)


def evaluated_trajectory(row: dict[str, Any], sampled: dict[str, Any]) -> str:
    """An answer of an evaluation as JSON, beside its numbers: verl's metrics pass over texts."""
    mode = load_experiment().modes[row["mode"]]
    return json.dumps(
        {
            "problem": row["problem"],
            "mode": mode.name,
            "prompt": [int(token) for token in row["prompts"][mode.prompt]],
            "response": sampled["response"],
            "prefill": len(mode.prefill),
            "log_probs": sampled["log_probs"],
            "truncated": bool(sampled["truncated"]),
        }
    )
