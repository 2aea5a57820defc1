"""Asks Allot's own grader: one `allot grade --bundle` process, kept running, spoken to in JSON Lines."""

import json
import os
import shlex
import subprocess
from pathlib import Path
from threading import Lock
from typing import Any


def allot_command() -> list[str]:
    """`ALLOT_COMMAND`, or `allot` on the path."""
    return shlex.split(os.environ.get("ALLOT_COMMAND", "allot"))


class Grader:
    """Answers come in the order of the questions. A grader that ends is an error: no answer is ever taken for wrong."""

    def __init__(self) -> None:
        bundle = Path(__file__).parent.parent
        command = [*allot_command(), "grade", "-", "--bundle", str(bundle)]
        self._lock = Lock()
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        except OSError as error:
            raise RuntimeError(f"cannot start the grader `{shlex.join(command)}`: {error}") from error

    def grade(self, response: list[int], answers: list[str]) -> dict[str, Any]:
        """`correct`, `formatted`, `answer` and `thinking` (response tokens before the closing tag) of response tokens."""
        question = json.dumps({"response": response, "answers": answers})
        with self._lock:
            try:
                self._process.stdin.write(f"{question}\n")
                self._process.stdin.flush()
                line = self._process.stdout.readline()
            except BrokenPipeError:
                line = ""
        if not line:
            raise RuntimeError(f"the grader ended with code {self._process.wait()}; its message is above")
        return json.loads(line)

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
