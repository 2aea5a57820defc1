"""Says of every key of the bundles' config.yaml whether the installed GRPOConfig has it, takes its value, and is read.

Arguments: a JSON file {key: [file, text that reads it]}, and bundles. Prints JSON, a bundle an entry:
{"versions", "keys": [{"key", "known", "read", "arrives"}]}.
"""

import json
import sys
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path

import trl
import yaml
from trl import GRPOConfig

PACKAGES = Path(trl.__file__).parent.parent
READERS = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
KNOWN = {field.name for field in fields(GRPOConfig)}


def is_read(key: str) -> bool:
    """Whether the file that should read the key does."""
    file, text = READERS[key]
    return text in (PACKAGES / file).read_text(encoding="utf-8")


def examine(bundle: str) -> dict:
    config = yaml.safe_load(Path(bundle, "config.yaml").read_text(encoding="utf-8"))
    built = GRPOConfig(output_dir=f"{bundle}/run", **{**config, "bf16": False, "use_cpu": True})

    def arrives(key: str) -> bool:
        held = getattr(built, key)
        return key == "bf16" or json.dumps(getattr(held, "value", held), default=str) == json.dumps(config[key])

    keys = [{"key": key, "known": key in KNOWN, "read": is_read(key), "arrives": arrives(key)} for key in config]
    return {"versions": {name: version(name) for name in ("trl", "transformers")}, "keys": keys}


print(json.dumps([examine(bundle) for bundle in sys.argv[2:]]))
