"""`python -m allot_verl.examine TOKEN`: what every node of the Ray cluster has, and what it lacks for this bundle.

Prints one line, `allot-examined` and JSON. `TOKEN` stands in the file `token` of the run's folder: a node that reads
another one sees another folder. Nothing is trained, and no GPU is taken.
"""

import json
import os
import sys
from typing import Any

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

NAMES = ("ALLOT_BUNDLE", "ALLOT_MODEL", "ALLOT_RUN", "ALLOT_COMMAND")


def look(token: str) -> dict[str, Any]:
    """What this node finds, by the name of what it lacks; runs where nothing of the bundle is imported yet."""
    import os
    import shutil
    import subprocess
    import sys
    from pathlib import Path

    bundle, run = Path(os.environ["ALLOT_BUNDLE"]), Path(os.environ["ALLOT_RUN"])
    written = run / "token"
    if not bundle.is_dir() or not written.is_file() or written.read_text(encoding="utf-8") != token:
        return {"lacks": {"folder": str(run)}}
    sys.path.insert(0, str(bundle))
    from allot_bundle import check, versions

    lacks = {}
    model = Path(os.environ["ALLOT_MODEL"])
    for name, ask in (
        ("versions", versions.check_versions),
        ("grader", check.check_grader),
        ("model", lambda: check.check_model(model)),
    ):
        try:
            ask()
        except RuntimeError as problem:
            lacks[name] = str(problem)
    memory = []
    if shutil.which("nvidia-smi"):
        query = ["nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
        told = subprocess.run(query, capture_output=True, text=True, check=False).stdout
        memory = [int(line) << 20 for line in told.split() if line.isdigit()]
    return {"lacks": lacks, "gpuBytes": memory, "freeDiskBytes": shutil.disk_usage(run).free}


def examine(token: str) -> dict[str, Any]:
    """Every node that is alive, with its GPUs and what `look` finds there; GPUs that no other job holds."""
    ask = ray.remote(num_cpus=0, max_retries=0)(look)
    nodes = [node for node in ray.nodes() if node["Alive"]]
    asked = [
        ask.options(scheduling_strategy=NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)).remote(token)
        for node in nodes
    ]
    return {
        "ray": ray.__version__,
        "freeGpus": ray.available_resources().get("GPU", 0),
        "nodes": [
            {"name": node["NodeManagerAddress"], "gpus": node["Resources"].get("GPU", 0), **found}
            for node, found in zip(nodes, ray.get(asked), strict=True)
        ],
    }


if __name__ == "__main__":
    ray.init(log_to_driver=False, runtime_env={"env_vars": {name: os.environ[name] for name in NAMES}})
    print("allot-examined", json.dumps(examine(sys.argv[1])), flush=True)
