"""Takes bundles through their training steps under TRL on the CPU, and says what went into every optimizer step.

Arguments: bundles. Prints JSON, a bundle an entry: optimizer steps, each with its rate and its passes.
"""

import json
import os
import sys
from typing import Any

import torch
import transformers

ON_CPU = ["bf16=false", "use_cpu=true", "disable_tqdm=true", "save_strategy=no", "gradient_checkpointing=false"]


class Recorder:
    """Looks at a trainer from outside: the bundle's code runs as it is."""

    def __init__(self, trainer: Any) -> None:
        self.steps: list[dict[str, Any]] = []
        self._passes: list[dict[str, Any]] = []
        self._log_probs: list[torch.Tensor] = []
        self._inputs: list[dict[str, Any]] = []
        self._trainer = trainer
        self._wrap("_get_per_token_logps_and_entropies", self._scored)
        self._wrap("_compute_loss", self._lost)
        self._wrap("training_step", self._stepped)

    def _wrap(self, name: str, seen: Any) -> None:
        own = getattr(self._trainer, name)

        def call(*given: Any, **named: Any) -> Any:
            result = own(*given, **named)
            seen(result, given)
            return result

        setattr(self._trainer, name, call)

    def _scored(self, result: Any, _: Any) -> None:
        if result[0].requires_grad:
            result[0].retain_grad()
            self._log_probs.append(result[0])

    def _lost(self, _: Any, given: Any) -> None:
        self._inputs.append(given[1])

    def _stepped(self, loss: torch.Tensor, _: Any) -> None:
        [log_probs], [inputs] = self._log_probs, self._inputs
        self._passes.append({"loss": float(loss), "rows": list(rows_of(inputs, log_probs))})
        self._log_probs, self._inputs = [], []
        if self._trainer._step % self._trainer.args.gradient_accumulation_steps == 0:
            rate = self._trainer.optimizer.param_groups[0]["lr"]
            self.steps.append({"rate": rate, "passes": self._passes})
            self._passes = []


def rows_of(inputs: dict[str, Any], log_probs: torch.Tensor) -> Any:
    """Every trajectory without its padding."""
    for row in range(len(log_probs)):
        mask = inputs["completion_mask"][row].bool()
        own = lambda values: values[row][mask].tolist() if values is not None else None  # noqa: B023, E731
        yield {
            "prompt": inputs["prompt_ids"][row][inputs["prompt_mask"][row].bool()].tolist(),
            "response": own(inputs["completion_ids"]),
            "mask": own(inputs["tool_mask"]),
            "advantage": float(inputs["advantages"][row]),
            "current": own(log_probs.detach()),
            "gradient": own(log_probs.grad),
            "old": own(inputs.get("old_per_token_logps")),
            "reference": own(inputs.get("ref_per_token_logps")),
        }


def examine(bundle: str) -> dict[str, Any]:
    os.environ["ALLOT_RUN"] = f"{bundle}/run"
    # Each bundle has packages of its own.
    for name in [name for name in sys.modules if name.split(".")[0] in ("allot_bundle", "allot_trl")]:
        del sys.modules[name]
    sys.path.insert(0, bundle)
    from allot_trl.train import make_trainer

    trainer = make_trainer(ON_CPU)
    trainer.remove_callback(transformers.PrinterCallback)
    recorder = Recorder(trainer)
    trainer.train()
    trainer.grader.close()
    sys.path.remove(bundle)
    trajectories = []
    for step in range(1, trainer.training_step_number):
        with open(f"{bundle}/run/rollouts/{step}.jsonl", encoding="utf-8") as file:
            trajectories += [json.loads(line) for line in file]
    decayed = sorted({group["weight_decay"] for group in trainer.optimizer.param_groups if group["params"]})
    return {"steps": recorder.steps, "trajectories": trajectories, "decayed": decayed}


torch.set_num_threads(1)
print(json.dumps([examine(bundle) for bundle in sys.argv[1:]]))
