"""`python -m allot_bundle.check`: whether this machine has what the bundle needs; says what is missing, before anything is loaded."""

import os
import subprocess
import sys
from pathlib import Path

from allot_bundle.grader import allot_command
from allot_bundle.versions import DECLARED, check_versions


def check_grader() -> None:
    """Raises a RuntimeError where `allot` does not start or is not the one that made the bundle."""
    command = [*allot_command(), "--version"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        raise RuntimeError(f"the grader does not start: {error}; install it: npm install --global allot") from error
    if found != DECLARED["allot"]:
        raise RuntimeError(f"this bundle was made by allot {DECLARED['allot']}, and allot {found} is installed")


def check_model(folder: Path) -> None:
    """Raises a RuntimeError where the folder has no model, or one with another tokenizer than the prompts were made with."""
    if not (folder / "config.json").is_file():
        raise RuntimeError(f"there is no model in {folder}; set ALLOT_MODEL")
    own = Path(__file__).parent.parent / "tokenizer" / "tokenizer.json"
    theirs = folder / "tokenizer.json"
    if not theirs.is_file() or theirs.read_bytes() != own.read_bytes():
        raise RuntimeError(f"the model in {folder} has another tokenizer than this bundle's prompts; set ALLOT_MODEL")


if __name__ == "__main__":
    try:
        check_versions()
        check_grader()
        check_model(Path(os.environ["ALLOT_MODEL"]))
    except RuntimeError as problem:
        sys.exit(f"allot: {problem}")
