"""The worker's state, and what it can be asked: one method a request, large data in .safetensors files."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from . import checkpoint, scoring
from .failures import UserError
from .loss import LossForm
from .model import Policy, load_model
from .optimizer import Optimizer
from .rollout import Settings, rollout
from .samples import join_rows, read_environment, read_requests
from .tensors import join, read_tensors, split, write_tensors
from .update import Minibatch, update

Parameters = Mapping[str, Any]

ROWS = {"cpu": 64, "cuda": 256}
"""Rows that are sampled at once, unless the request says how many."""
SCORED_TOKENS = {"cpu": 4096, "cuda": 32768}
"""Tokens of a pack whose log-probabilities are computed."""
PROGRESS_SECONDS = 0.1


BACKGROUND = frozenset({"save"})
"""Methods that may run beside others."""


@dataclass(frozen=True)
class Call:
    """What a running request may use: places of files, and its way to the caller."""

    folder: Path
    tell: Callable[[Mapping[str, Any]], None]
    check_cancel: Callable[[], None]

    def file(self, parameters: Parameters, name: str) -> Path:
        return self.folder / parameters[name]


class Worker:
    def __init__(self) -> None:
        self.taken: checkpoint.Snapshot | None = None
        self.methods: dict[str, Callable[[Parameters, Call], Mapping[str, Any]]] = {
            "open": self.open,
            "rollout": self.rollout,
            "log-probabilities": self.log_probabilities,
            "update": self.update,
            "snapshot": self.snapshot,
            "save": self.save,
            "load": self.load,
        }

    def run(self, method: str, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        if method not in self.methods:
            raise UserError(f"the worker has no method {method!r}; it has {', '.join(self.methods)}")
        try:
            return self.methods[method](parameters, call)
        except KeyError as error:
            if error.args[0] in parameters or not isinstance(error.args[0], str):
                raise
            raise UserError(f"{method} lacks {error.args[0]!r}") from error

    def open(self, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        """manifest, device (`cpu`, `cuda`, ...), policy (folder); optimizer (file), reference (folder)."""
        manifest = parameters["manifest"]
        device = find_device(parameters["device"])
        layout = manifest["parameters"]
        on_gpu = device.type == "cuda"
        self.policy = Policy(load_model(call.file(parameters, "policy"), layout, device), device, on_gpu)
        self.reference = None
        if parameters.get("reference") is not None:
            reference = load_model(call.file(parameters, "reference"), layout, device).requires_grad_(False)
            self.reference = Policy(reference.to(torch.bfloat16) if on_gpu else reference, device, False)
        self.form = loss_form(manifest["objective"])
        self.optimizer = Optimizer(self.policy.model, fused=on_gpu)
        self.set_moments(parameters, call)
        return {"parameters": sum(parameter.numel() for parameter in self.policy.model.parameters())}

    def rollout(self, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        """input, output, temperature, top_p, stop_tokens; environment, rows."""
        given = read_tensors(call.file(parameters, "input"))
        requests = read_requests(given)
        settings = Settings(
            temperature=parameters["temperature"],
            top_p=parameters["top_p"],
            stop_tokens=frozenset(parameters["stop_tokens"]),
            environment=read_environment(parameters.get("environment")),
            slots=parameters.get("rows", ROWS[self.policy.device.type]),
        )
        tell = throttle(lambda done, tokens: call.tell({"finished": done, "tokens": tokens}))
        rows = rollout(self.policy, requests, settings, tell, call.check_cancel)
        write_tensors(call.file(parameters, "output"), join_rows(requests, rows))
        return {"finished": len(rows), "tokens": sum(len(row.tokens) for row in rows)}

    def log_probabilities(self, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        """input, output, temperature, of (`current` or `reference`)."""
        policy = self.reference if parameters["of"] == "reference" else self.policy
        if policy is None:
            raise UserError("the engine was opened without a reference policy")
        sequences = split(read_tensors(call.file(parameters, "input")), "sequences")
        most = SCORED_TOKENS[policy.device.type]
        scored = scoring.log_probabilities(policy, sequences, parameters["temperature"], most, call.check_cancel)
        output = join("log_probabilities", scored, torch.float32)
        write_tensors(call.file(parameters, "output"), output)
        return {}

    def update(self, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        """input, tokens_per_microbatch, temperature, numbers, optimizer."""
        given = read_tensors(call.file(parameters, "input"))
        names = [name for name in given if f"{name}.lengths" in given and name != "sequences"]
        batch = Minibatch(
            sequences=split(given, "sequences"),
            targets={name: split(given, name) for name in names},
            temperature=parameters["temperature"],
            numbers=parameters["numbers"],
            optimizer=parameters["optimizer"],
        )
        most = parameters["tokens_per_microbatch"]
        return update(
            self.policy, self.optimizer, self.form, batch, most, lambda tokens: call.tell({"microbatch_tokens": tokens})
        )

    def snapshot(self, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        """Takes the policy and its optimizer as they are now, for `save`."""
        self.taken = checkpoint.take_snapshot(self.policy.model, self.optimizer)
        return {"optimizer_step": self.taken.step_count}

    def save(self, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        """policy (folder), optimizer (file): what `snapshot` took, which is then let go. Reads nothing that other methods change."""
        if self.taken is None:
            raise UserError("nothing was taken to be saved: call snapshot first")
        taken, self.taken = self.taken, None
        checkpoint.save_weights(call.file(parameters, "policy"), taken.weights)
        checkpoint.save_moments(call.file(parameters, "optimizer"), taken.moments, taken.step_count)
        return {}

    def load(self, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        """policy (folder); optimizer (file)."""
        self.policy.drop_sampler()
        checkpoint.load_weights(call.file(parameters, "policy"), self.policy.model)
        self.set_moments(parameters, call)
        return {}

    def set_moments(self, parameters: Parameters, call: Call) -> None:
        if parameters.get("optimizer") is None:
            self.optimizer.set_state(None, 0)
        else:
            self.optimizer.set_state(*checkpoint.load_moments(call.file(parameters, "optimizer")))


def find_device(name: str) -> torch.device:
    if name == "cuda" and not torch.cuda.is_available():
        raise UserError("torch sees no CUDA device")
    if name not in ROWS:
        raise UserError(f"there is no device {name!r}; there are {', '.join(ROWS)}")
    return torch.device(name)


def loss_form(objective: Parameters) -> LossForm:
    """Of the emitted manifest's `objective`."""
    if objective["kind"] == "supervised":
        return LossForm(supervised=True)
    return LossForm(
        surrogate=objective.get("surrogate", "ppo-clip"),
        ratio_level=objective.get("ratioLevel", "token"),
        dual_clip=objective.get("dualClip", False),
        entropy_bonus=objective.get("entropyBonus", False),
        reference_kl=objective.get("referenceKl"),
        kl_cov=objective.get("klCov", False),
    )


def throttle(tell: Callable[[int, int], None]) -> Callable[[int, int], None]:
    last = time.monotonic()

    def now_and_then(done: int, tokens: int) -> None:
        nonlocal last
        if time.monotonic() - last >= PROGRESS_SECONDS:
            last = time.monotonic()
            tell(done, tokens)

    return now_and_then
