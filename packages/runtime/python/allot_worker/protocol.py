"""JSON Lines over stdin and stdout: a hello, then requests one after the other, each with progress and one answer.

A request that may run beside others (`save`) is answered when it is done, perhaps after later ones.

    > {"id": 1, "method": "rollout", "params": {...}}          > {"cancel": 1}
    < {"hello": {"protocol": 1, "versions": {...}, "devices": [...]}}
    < {"id": 1, "progress": {...}}
    < {"id": 1, "result": {...}}    < {"id": 1, "error": {"kind": "user", "message": "..."}}

Numbers that are not finite are null. The worker ends when its stdin does.
"""

import json
import math
import os
import platform
import queue
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

import torch
import transformers

from . import PROTOCOL
from .failures import Cancelled, kind_of
from .worker import BACKGROUND, Call, Worker

SENDING = threading.Lock()
"""Lines are written whole."""


def serve() -> None:
    output = claim_stdout()
    send(output, {"hello": describe()})
    requests: queue.Queue[Mapping[str, Any]] = queue.Queue()
    cancelled: set[int] = set()
    threading.Thread(target=read_lines, args=(requests, cancelled), daemon=True).start()
    worker = Worker()
    while True:
        request = requests.get()

        def handle(request: Mapping[str, Any] = request) -> None:
            send(output, answer(worker, request, cancelled, output))

        if request["method"] in BACKGROUND:
            threading.Thread(target=handle, daemon=True).start()
        else:
            handle()


def answer(worker: Worker, request: Mapping[str, Any], cancelled: set[int], output: TextIO) -> Mapping[str, Any]:
    number = request["id"]

    def check_cancel() -> None:
        if number in cancelled:
            raise Cancelled

    call = Call(Path.cwd(), lambda progress: send(output, {"id": number, "progress": progress}), check_cancel)
    try:
        return {"id": number, "result": finite(worker.run(request["method"], request["params"], call))}
    except Exception as error:
        kind = kind_of(error)
        if kind == "bug":
            traceback.print_exc()
        return {"id": number, "error": {"kind": kind, "message": str(error) or type(error).__name__}}


def read_lines(requests: "queue.Queue[Mapping[str, Any]]", cancelled: set[int]) -> None:
    for line in sys.stdin:
        message = json.loads(line)
        if "cancel" in message:
            cancelled.add(message["cancel"])
        else:
            requests.put(message)
    # Whoever started the worker is gone: nobody waits for what still runs.
    os._exit(0)


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


def describe() -> Mapping[str, Any]:
    """Versions, and what there is to run on; memory in bytes."""
    cuda = range(torch.cuda.device_count()) if torch.cuda.is_available() else []
    gpus = [(torch.cuda.get_device_name(index), torch.cuda.mem_get_info(index)) for index in cuda]
    return {
        "protocol": PROTOCOL,
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "transformers": transformers.__version__,
        },
        "devices": [
            {"name": "cpu"},
            *({"name": "cuda", "model": name, "free": free, "total": total} for name, (free, total) in gpus),
        ],
    }
