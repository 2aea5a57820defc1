"""JSON Lines over stdin and stdout: a hello, then requests one after the other, each with progress and one answer.

A request that may run beside others (`save`) is answered when it is done, perhaps after later ones.

    > {"id": 1, "method": "rollout", "params": {...}}          > {"cancel": 1}
    < {"hello": {"protocol": 1, "versions": {...}, "devices": [...]}}
    < {"id": 1, "progress": {...}}        < {"alive": true}, now and then
    < {"id": 1, "result": {...}}    < {"id": 1, "error": {"kind": "user", "message": "..."}}

Numbers that are not finite are null. The worker ends when its stdin does. Where torchrun has started several processes, they
share stdin and stdout: the first reads and answers, and tells the others what it was asked.
"""

import json
import math
import os
import platform
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TextIO

import torch
import transformers

from . import PROTOCOL
from .failures import AGREED, Cancelled, kind_of
from .ranks import Ranks, join_ranks
from .worker import BACKGROUND, Call, Worker

SENDING = threading.Lock()
"""Lines are written whole."""
SILENCE = 600.0
"""Seconds without a word after which a worker counts as hanging (src/engines/torch/silence.ts)."""
TORCHRUN_SECONDS = 1.0
"""Within which torchrun ends a process when another one has ended."""


def serve() -> None:
    output = claim_stdout()
    ranks = join_ranks()
    first = ranks.rank == 0
    requests: queue.Queue[Mapping[str, Any]] = queue.Queue()
    if first:
        send(output, {"hello": describe(ranks)})
        threading.Thread(target=show_life, args=(output,), daemon=True).start()
        threading.Thread(target=read_lines, args=(requests, ranks), daemon=True).start()
    worker = Worker(ranks)
    say = (lambda message: send(output, message)) if first else (lambda message: None)

    def handle(request: Mapping[str, Any]) -> None:
        say(answer(worker, request, ranks, say))

    while True:
        request = requests.get() if first else {}
        if request.get("method") in BACKGROUND:
            threading.Thread(target=handle, args=(request,), daemon=True).start()
            continue
        shared = ranks.share(request)
        try:
            handle(shared)
        except Exception as error:
            # The other ranks wait where this one cannot come; or another one is gone, which torchrun tells if it has time.
            traceback.print_exc()
            time.sleep(TORCHRUN_SECONDS)
            send(output, failure(shared, error, f"rank {ranks.rank}: "))
            os._exit(1)


def show_life(output: TextIO) -> None:
    """Says that the process is not stopped and does not hang, ten times in the silence that the caller bears."""
    seconds = float(os.environ.get("ALLOT_WORKER_SILENCE", SILENCE)) / 10
    while True:
        time.sleep(seconds)
        send(output, {"alive": True})


def answer(
    worker: Worker, request: Mapping[str, Any], ranks: Ranks, say: Callable[[Mapping[str, Any]], None]
) -> Mapping[str, Any]:
    """Raises what only this one of several ranks knows of."""
    number = request["id"]

    def check_cancel() -> None:
        if ranks.is_cancelled(number):
            raise Cancelled

    call = Call(Path.cwd(), lambda progress: say({"id": number, "progress": progress}), check_cancel)
    try:
        return {"id": number, "result": finite(worker.run(request["method"], request["params"], call))}
    except Exception as error:
        together = ranks.count > 1 and request["method"] not in BACKGROUND
        if together and not isinstance(error, AGREED):
            raise
        if kind_of(error) == "bug":
            traceback.print_exc()
        return failure(request, error)


def failure(request: Mapping[str, Any], error: Exception, who: str = "") -> Mapping[str, Any]:
    message = who + (str(error) or type(error).__name__)
    return {"id": request["id"], "error": {"kind": kind_of(error), "message": message}}


def read_lines(requests: "queue.Queue[Mapping[str, Any]]", ranks: Ranks) -> None:
    for line in sys.stdin:
        message = json.loads(line)
        if "cancel" in message:
            ranks.cancel(message["cancel"])
        else:
            requests.put(message)
    # Whoever started the worker is gone: nobody waits for what still runs. Of several processes torchrun ends the others.
    os._exit(0 if ranks.count == 1 else 1)


def claim_stdout() -> TextIO:
    """The stream of the protocol; whatever else is printed goes to stderr."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return stream


def send(output: TextIO, message: Mapping[str, Any]) -> None:
    line = json.dumps(message, allow_nan=False) + "\n"
    with SENDING:
        output.write(line)
        output.flush()


def finite(numbers: Mapping[str, Any]) -> dict[str, Any]:
    lost = {name: None for name, value in numbers.items() if isinstance(value, float) and not math.isfinite(value)}
    return {**numbers, **lost}


def version_of(package: str) -> Mapping[str, str]:
    """Empty where the package is missing; it is not loaded."""
    try:
        return {package: version(package)}
    except PackageNotFoundError:
        return {}


def describe(ranks: Ranks) -> Mapping[str, Any]:
    """Versions, and what there is to run on; memory in bytes."""
    cuda = range(torch.cuda.device_count()) if torch.cuda.is_available() else []
    return {
        "protocol": PROTOCOL,
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            **version_of("peft"),
            **version_of("vllm"),
            **version_of("triton"),
            **version_of("liger-kernel"),
            **({"cuda": torch.version.cuda} if torch.version.cuda else {}),
        },
        "threads": torch.get_num_threads(),
        "capability": torch.backends.cpu.get_cpu_capability(),
        "devices": [
            {"name": "cpu"},
            *(describe_gpu(index, ranks) for index in cuda),
        ],
    }


def describe_gpu(index: int, ranks: Ranks) -> Mapping[str, Any]:
    gpu = {"name": "cuda", "model": torch.cuda.get_device_name(index)}
    if ranks.count > 1:
        # To ask for what is free takes memory on a GPU that is another rank's.
        return {**gpu, "total": torch.cuda.get_device_properties(index).total_memory}
    free, total = torch.cuda.mem_get_info(index)
    return {**gpu, "free": free, "total": total}
