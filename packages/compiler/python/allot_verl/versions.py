"""The versions this bundle was made for. `python -m allot_verl.versions` checks them and the grader, and says what is wrong."""

import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from allot_verl.grader import allot_command

DECLARED = json.loads((Path(__file__).parent / "versions.json").read_text(encoding="utf-8"))


def check_versions() -> None:
    """Raises a RuntimeError where an installed package is not what the bundle was made for."""
    problems = [problem for name, wanted in DECLARED["packages"].items() if (problem := _problem_of(name, wanted))]
    if problems:
        raise RuntimeError("; ".join(problems))


def _problem_of(name: str, wanted: str) -> str | None:
    try:
        found = version(name)
    except PackageNotFoundError:
        return f"{name} {wanted} is not installed"
    return None if found == wanted else f"this bundle was made for {name} {wanted}, and {name} {found} is installed"


def _check_grader() -> None:
    command = [*allot_command(), "--version"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        raise RuntimeError(f"the grader does not start: {error}; install it: npm install --global allot") from error
    if found != DECLARED["allot"]:
        raise RuntimeError(f"this bundle was made by allot {DECLARED['allot']}, and allot {found} is installed")


if __name__ == "__main__":
    try:
        check_versions()
        _check_grader()
    except RuntimeError as problem:
        sys.exit(f"allot: {problem}")
