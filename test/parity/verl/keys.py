"""Says of every key of the bundles' config.yaml whether the installed verl has it, and where its value arrives.

Prints JSON, a bundle an entry: {"version", "keys": [{"key", "known", "arrives"}]}.
"""

import json
import os
import re
import sys
from pathlib import Path

import verl
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf
from verl.trainer.ppo.reward import resolve_reward_manager_cls
from verl.utils.config import omega_conf_to_dataclass

ROOT = Path(verl.__file__).parent

with initialize_config_dir(str(ROOT / "trainer/config"), version_base=None):
    DEFAULTS = compose("ppo_trainer")

# Code that reads configuration, without the files that declare it.
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(ROOT.rglob("*.py"))
    if "config" not in path.relative_to(ROOT).parts
}

# Parts that verl builds a dataclass of its own from: a value must arrive there unchanged.
BUILT = ("actor_rollout_ref.actor", "actor_rollout_ref.rollout", "actor_rollout_ref.model", "algorithm")

# A group that is one value of ours.
WHOLE = ("actor_rollout_ref.actor.optim.override_optimizer_config",)


def leaves(path: str, node) -> list[str]:
    if not isinstance(node, dict) or path in WHOLE:
        return [path]
    return [leaf for name, member in node.items() for leaf in leaves(f"{path}.{name}" if path else name, member)]


def is_known(key: str) -> bool:
    """Whether verl's own configuration has the key, with a value or with null."""
    parent, _, name = key.rpartition(".")
    node = OmegaConf.select(DEFAULTS, parent)
    return node is not None and name in node


def where_it_arrives(key: str, values, built) -> str | None:
    """The dataclass that holds the value and a file that reads the key; the file alone where verl has no dataclass."""
    leaf = key.split(".")[-1]
    reads = re.compile(rf"""(\.|get\(\s*["']|\[["']){leaf}\b""")
    reader = next((path for path, text in SOURCES.items() if reads.search(text)), None)
    part = next((part for part in BUILT if key.startswith(f"{part}.")), None)
    if reader is None or part is None:
        return reader
    held = built[part]
    for name in key.removeprefix(f"{part}.").split("."):
        held = held[name] if isinstance(held, dict) else getattr(held, name)
    wanted = values
    for name in key.split("."):
        wanted = wanted[name]
    same = json.dumps(held, default=list) == json.dumps(wanted, default=list)
    return f"{part}, {reader}" if same else None


def examine(bundle: str) -> dict:
    os.environ["ALLOT_BUNDLE"] = bundle
    with initialize_config_dir(bundle, version_base=None):
        config = compose("config")
    OmegaConf.resolve(config)
    assert resolve_reward_manager_cls(config).__name__ == "ShapeRewardManager"
    built = {part: omega_conf_to_dataclass(OmegaConf.select(config, part)) for part in BUILT}
    values = OmegaConf.to_container(config)
    written = OmegaConf.to_container(OmegaConf.load(f"{bundle}/config.yaml"))
    keys = [key for name in written if name not in ("hydra", "defaults") for key in leaves(name, written[name])]
    entries = [{"key": key, "known": is_known(key), "arrives": where_it_arrives(key, values, built)} for key in keys]
    return {"version": verl.__version__, "keys": entries}


print(json.dumps([examine(bundle) for bundle in sys.argv[1:]]))
