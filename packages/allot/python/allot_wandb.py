"""Writes one run for Weights & Biases, offline: reads a document from stdin, prints the folder for `wandb sync`.

The document: folder, project, id, name, config and facts (texts by name), rows ([step, {metric: value}], steps ascending).
"""

import json
import os
import sys

# Nothing is sent anywhere before the user says `wandb sync`, error reports of wandb's own included.
os.environ["WANDB_ERROR_REPORTING"] = "false"

import wandb  # noqa: E402


def main() -> None:
    run = json.load(sys.stdin)
    settings = wandb.Settings(
        console="off",
        silent=True,
        disable_git=True,
        disable_code=True,
        save_code=False,
        x_disable_stats=True,
        x_disable_meta=True,
        x_disable_machine_info=True,
    )
    written = wandb.init(
        mode="offline",
        dir=run["folder"],
        project=run["project"],
        id=run["id"],
        name=run["name"],
        config={**run["config"], "allot": run["facts"]},
        settings=settings,
    )
    folder = os.path.dirname(written.dir)
    for step, values in run["rows"]:
        written.log(values, step=step)
    written.finish()
    print(folder)


main()
