"""Says of every key of the bundles' config.yaml whether the installed verl has it and reads it, and its value arrives.

Arguments: a JSON file {key: [file of verl, text that reads it]}, and bundles. Prints JSON, a bundle an entry:
{"version", "keys": [{"key", "known", "read", "arrives"}]}.
"""

import json
import os
import sys
from pathlib import Path

import verl
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf
from verl.trainer.ppo.reward import resolve_reward_manager_cls
from verl.utils.config import omega_conf_to_dataclass

ROOT = Path(verl.__file__).parent
READERS = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))

with initialize_config_dir(str(ROOT / "trainer/config"), version_base=None):
    DEFAULTS = compose("ppo_trainer")

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
    return node is not None and name in list(node.keys())


def is_read(key: str) -> bool:
    """Whether the file that should read the key does."""
    file, text = READERS[key]
    return text in (ROOT / file).read_text(encoding="utf-8")


def arrives(key: str, values, built) -> bool:
    """Whether the dataclass of verl's that holds the key has the value; true where verl has no dataclass for it."""
    part = next((part for part in BUILT if key.startswith(f"{part}.")), None)
    if part is None:
        return True
    held, wanted = built[part], values
    for name in key.removeprefix(f"{part}.").split("."):
        held = held[name] if isinstance(held, dict) else getattr(held, name)
    for name in key.split("."):
        wanted = wanted[name]
    return json.dumps(held, default=list) == json.dumps(wanted, default=list)


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
    entries = [
        {"key": key, "known": is_known(key), "read": is_read(key), "arrives": arrives(key, values, built)} for key in keys
    ]
    return {"version": verl.__version__, "keys": entries}


print(json.dumps([examine(bundle) for bundle in sys.argv[2:]]))
