"""The versions this bundle was made for."""

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

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
