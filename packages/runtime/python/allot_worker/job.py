"""One job from a file: what `python -m allot_worker job.json` does, without Allot beside it.

    {"protocol": 1, "open": {...}, "calls": [{"method": "rollout", "params": {...}}, ...]}

Paths are relative to the job's folder; `open.manifest` may be the path of a manifest. A line is printed for each call.
Under torchrun all processes run the job together, and the first prints.
"""

import json
import os
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import PROTOCOL
from .failures import AGREED, UserError
from .ranks import Ranks, join_ranks
from .worker import Call, Worker


def run_job(file: Path) -> None:
    job = json.loads(file.read_text(encoding="utf-8"))
    if job.get("protocol") != PROTOCOL:
        raise UserError(f"{file} is for protocol {job.get('protocol')}, this worker speaks {PROTOCOL}")
    opening = dict(job["open"])
    if isinstance(opening["manifest"], str):
        opening["manifest"] = json.loads((file.parent / opening["manifest"]).read_text(encoding="utf-8"))
    calls = [("open", opening), *((call["method"], call["params"]) for call in job["calls"])]
    ranks = join_ranks()
    try:
        run_calls(calls, file.parent, ranks)
    except Exception as error:
        if ranks.count > 1 and not isinstance(error, AGREED):
            # The other ranks wait where this one cannot come: torchrun ends them.
            traceback.print_exc()
            os._exit(1)
        raise
    ranks.leave()


def run_calls(calls: Sequence[tuple[str, Mapping[str, Any]]], folder: Path, ranks: Ranks) -> None:
    say = print_line if ranks.rank == 0 else lambda message: None
    worker = Worker(ranks)
    for method, parameters in calls:
        call = Call(folder, lambda progress: say({"method": method, "progress": progress}), lambda: None)
        result = worker.run(method, parameters, call)
        # The next call may read what the first rank has written.
        say({"method": method, "result": ranks.share(result)})


def print_line(message: Mapping[str, Any]) -> None:
    print(json.dumps(message), flush=True)
