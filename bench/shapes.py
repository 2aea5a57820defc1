"""Seconds of emitted shapes, the best of some rounds: shapes.py FOLDER, where job.json says what to call."""

import importlib.util
import json
import sys
import time
from pathlib import Path

import numpy as np

folder = Path(sys.argv[1])
job = json.loads((folder / "job.json").read_text())
columns = {name: np.fromfile(folder / file) for name, file in job["columns"].items()}
columns["group"] = np.fromfile(folder / job["group"], dtype=np.int32)


def pick(names):
    return {name: columns[name] for name in names}


def load(call):
    spec = importlib.util.spec_from_file_location(call["module"], folder / f"{call['module']}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, call["function"])


reward, advantage = load(job["reward"]), load(job["advantage"])
clock = getattr(time, job["clock"])
best = float("inf")
for _ in range(job["rounds"]):
    start = clock()
    columns["reward"] = reward(**pick(job["reward"]["keywords"]))
    advantage(**pick(job["advantage"]["keywords"]))
    best = min(best, clock() - start)
print(json.dumps({"seconds": best}))
