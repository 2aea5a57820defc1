"""One job from a file: what `python -m allot_worker job.json` does, without Allot beside it.

    {"protocol": 1, "open": {...}, "calls": [{"method": "rollout", "params": {...}}, ...]}

Paths are relative to the job's folder; `open.manifest` may be the path of a manifest. A line is printed for each call.
Under torchrun all processes run the job together, and the first prints.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import PROTOCOL
from .failures import UserError
from .ranks import join_ranks
from .worker import Call, Worker


def run_job(file: Path) -> None:
    job = json.loads(file.read_text(encoding="utf-8"))
    if job.get("protocol") != PROTOCOL:
        raise UserError(f"{file} is for protocol {job.get('protocol')}, this worker speaks {PROTOCOL}")
    opening = dict(job["open"])
    if isinstance(opening["manifest"], str):
        opening["manifest"] = json.loads((file.parent / opening["manifest"]).read_text(encoding="utf-8"))
    ranks = join_ranks()
    say = print_line if ranks.rank == 0 else lambda message: None
    worker = Worker(ranks)
    for method, parameters in [("open", opening), *((call["method"], call["params"]) for call in job["calls"])]:
        call = Call(file.parent, lambda progress: say({"method": method, "progress": progress}), lambda: None)
        say({"method": method, "result": worker.run(method, parameters, call)})


def print_line(message: Mapping[str, Any]) -> None:
    print(json.dumps(message), flush=True)
