"""The worker's state, and what it can be asked: one method a request, large data in .safetensors files."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch

from . import checkpoint, scoring
from .adapter import Adapter, own_parameters
from .dealing import deal, deal_requests
from .determinism import use_deterministic_kernels
from .failures import UserError
from .fused_layers import fuse_layers
from .kernel_choice import runs_kernels
from .loss import LossForm
from .masters import weights_in_half
from .model import FrozenPolicy, Policy, load_model, open_policy
from .optimizer import Optimizer
from .ranks import Ranks
from .rollout import Settings, rollout
from .samples import join_samples, read_environment, read_requests
from .shared_policy import AlikePolicy, ShardedPolicy
from .tensors import join, read_tensors, split, write_tensors
from .update import Minibatch, update

T = TypeVar("T")
Parameters = Mapping[str, Any]

ROWS = {"cpu": 64, "cuda": 512}
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
    """Every rank has one, and all run the same requests but `save`; files are written by the first."""

    def __init__(self, ranks: Ranks) -> None:
        self.ranks = ranks
        self.rollouts = 0
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
        """manifest, device (`cpu`, `cuda`, ...), policy (folder); adapter (folder), optimizer (file), reference (folder),
        sampler, deterministic."""
        manifest = parameters["manifest"]
        if parameters.get("deterministic"):
            use_deterministic_kernels()
        device = find_device(parameters["device"], self.ranks)
        self.policy = self.open_policy(device, parameters, call)
        if parameters.get("deterministic"):
            # What is done must not depend on how much memory is free.
            self.policy.give_up_layers()
        self.reference = self.ranks.by_itself(lambda: self.open_reference(parameters, call))
        self.form = loss_form(manifest["objective"])
        self.optimizer = Optimizer(self.policy.trained(), fused=device.type == "cuda")
        self.ranks.by_itself(lambda: self.set_moments(parameters, call))
        self.vllm = None
        if parameters.get("sampler") == "vllm":
            if self.ranks.count > 1 or self.policy.adapter is not None:
                raise UserError("vLLM samples whole policies in one process")
            # Its import takes seconds and changes the process: for those who ask for it.
            from .vllm_sampler import VllmSampler

            self.vllm = VllmSampler(call.file(parameters, "policy"), self.policy)
        return {
            "parameters": sum(parameter.numel() for parameter in self.policy.model.parameters()),
            "kernels": int(runs_kernels(device.type)),
        }

    def open_policy(self, device: torch.device, parameters: Parameters, call: Call) -> Policy:
        """Several ranks share the weights; with an adapter, whose frozen weights need no moments, each has all."""
        many, on_gpu = self.ranks.count > 1, device.type == "cuda"
        if parameters["manifest"].get("adapter") is not None:
            model, adapter = self.ranks.by_itself(lambda: self.load_with_adapter(device, parameters, call))
            return (AlikePolicy if many else Policy)(model, device, on_gpu, adapter)
        if parameters.get("adapter") is not None:
            raise UserError("an adapter was given for a policy that is trained whole")
        layout = parameters["manifest"]["parameters"]
        # A model that is sharded need not fit whole.
        place = torch.device("cpu") if many else device
        model = self.ranks.by_itself(lambda: load_model(call.file(parameters, "policy"), layout, place))
        if many:
            if on_gpu:
                fuse_layers(model, device)
            return ShardedPolicy(model, device, on_gpu, self.ranks.count)
        return open_policy(model, device)

    def load_with_adapter(
        self, device: torch.device, parameters: Parameters, call: Call
    ) -> tuple[torch.nn.Module, Adapter]:
        """The weights are frozen, on a GPU in bfloat16; an adapter without a folder is a new one."""
        manifest = parameters["manifest"]
        dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
        model = load_model(call.file(parameters, "policy"), manifest["parameters"], device, dtype)
        if device.type == "cuda":
            fuse_layers(model, device)
        adapter = Adapter(model, manifest["adapter"])
        if parameters.get("adapter") is not None:
            adapter.load(call.file(parameters, "adapter"))
        return model, adapter

    def open_reference(self, parameters: Parameters, call: Call) -> Policy | None:
        """The base policy, whole on every rank, on a GPU in bfloat16; with an adapter, the frozen weights themselves."""
        if parameters.get("reference") is None:
            return None
        if self.policy.adapter is not None:
            return FrozenPolicy(self.policy)
        device, layout = self.policy.device, parameters["manifest"]["parameters"]
        reference = load_model(call.file(parameters, "reference"), layout, device).requires_grad_(False)
        return Policy(weights_in_half(reference) if device.type == "cuda" else reference, device, False)

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
        self.rollouts += 1
        tell = throttle(call.tell, self.ranks, f"rollout/{self.rollouts}")
        if self.vllm is not None:
            samples = self.vllm.rollout(requests, settings, tell, call.check_cancel)
        else:
            policy = self.policy.whole()
            samples = self.share_out(
                deal_requests(requests, self.ranks.count),
                lambda own: rollout(
                    policy,
                    [requests[at] for at in own],
                    settings,
                    tell,
                    lambda rows: call.tell({"rows": rows}),
                    call.check_cancel,
                ),
            )
        if self.ranks.rank == 0:
            write_tensors(call.file(parameters, "output"), join_samples(requests, samples))
        return {"finished": len(samples), "tokens": sum(len(sample.tokens) for sample in samples)}

    def log_probabilities(self, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        """input, output, temperature, of (`current` or `reference`)."""
        of_reference = parameters["of"] == "reference"
        policy = self.reference if of_reference else self.policy.whole()
        if policy is None:
            raise UserError("the engine was opened without a reference policy")
        sequences = split(read_tensors(call.file(parameters, "input")), "sequences")
        most = SCORED_TOKENS[policy.device.type]
        temperature = parameters["temperature"]
        scored = self.share_out(
            deal([len(sequence) for sequence in sequences], self.ranks.count),
            lambda own: scoring.log_probabilities(
                policy,
                [sequences[at] for at in own],
                temperature,
                most,
                call.check_cancel,
                # What rollouts left can give way.
                (self.policy if of_reference else policy).give_up_decoder,
            ),
        )
        if self.ranks.rank == 0:
            write_tensors(call.file(parameters, "output"), join("log_probabilities", scored, torch.float32))
        return {}

    def share_out(self, shares: Sequence[Sequence[int]], work: Callable[[Sequence[int]], Sequence[T]]) -> list[T]:
        """What `work` makes of all numbers, each rank of its share, in the order of the numbers; on the first rank."""
        own = shares[self.ranks.rank]
        parts = self.ranks.gather(self.ranks.by_itself(lambda: work(own)))
        made = {number: one for share, part in zip(shares, parts) for number, one in zip(share, part)}
        return [made[number] for number in sorted(made)]

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
            self.policy,
            self.optimizer,
            self.form,
            batch,
            most,
            lambda tokens: call.tell({"microbatch_tokens": tokens}),
            self.ranks,
        )

    def snapshot(self, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        """of (`weights` or `adapter`): takes them and the optimizer as they are now, for `save`; the first rank has them."""
        adapter = self.policy.adapter
        alone = parameters["of"] == "adapter"
        if alone and adapter is None:
            raise UserError("there is no adapter to save: the policy is trained whole")
        # Beside an adapter the weights are those of the model without it.
        whole = adapter is not None and not alone
        weights = own_parameters(self.policy.model) if whole else self.policy.trained()
        self.taken = checkpoint.take_snapshot(weights, self.optimizer, self.ranks.rank == 0, alone)
        return {"optimizer_step": self.taken.step_count}

    def save(self, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        """policy or adapter (folder), optimizer (file): what `snapshot` took, which is then let go. Reads nothing that other methods change."""
        if self.ranks.rank > 0:
            return {}
        if self.taken is None:
            raise UserError("nothing was taken to be saved: call snapshot first")
        taken, self.taken = self.taken, None
        if self.policy.adapter is not None and taken.adapter:
            self.policy.adapter.save(call.file(parameters, "adapter"), taken.weights)
        else:
            checkpoint.save_weights(call.file(parameters, "policy"), taken.weights)
        checkpoint.save_moments(call.file(parameters, "optimizer"), taken.moments, taken.step_count)
        return {}

    def load(self, parameters: Parameters, call: Call) -> Mapping[str, Any]:
        """policy or, where one is trained, adapter (folder); optimizer (file)."""
        self.policy.begin_change()
        self.ranks.by_itself(lambda: self.load_all(parameters, call))
        self.policy.end_change()
        return {}

    def load_all(self, parameters: Parameters, call: Call) -> None:
        adapter = self.policy.adapter
        if adapter is None:
            checkpoint.load_weights(call.file(parameters, "policy"), self.policy.trained())
        elif parameters.get("adapter") is None:
            adapter.draw()
        else:
            adapter.load(call.file(parameters, "adapter"))
        self.set_moments(parameters, call)

    def set_moments(self, parameters: Parameters, call: Call) -> None:
        if parameters.get("optimizer") is None:
            self.optimizer.set_state(None, 0)
        else:
            self.optimizer.set_state(*checkpoint.load_moments(call.file(parameters, "optimizer")))


def find_device(name: str, ranks: Ranks) -> torch.device:
    if name == "cuda" and not torch.cuda.is_available():
        raise UserError("torch sees no CUDA device")
    if name not in ROWS:
        raise UserError(f"there is no device {name!r}; there are {', '.join(ROWS)}")
    if name == "cpu" or ranks.count == 1:
        return torch.device(name)
    if ranks.count > torch.cuda.device_count():
        raise UserError(f"torch sees {torch.cuda.device_count()} CUDA devices for {ranks.count} processes")
    torch.cuda.set_device(ranks.rank)
    return torch.device(name, ranks.rank)


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


def throttle(
    tell: Callable[[Mapping[str, Any]], None], ranks: Ranks, name: str
) -> Callable[[int, int], None]:
    """Tells what all ranks have done, in sums that begin with `name`."""
    last = time.monotonic()
    told = {"finished": 0, "tokens": 0}

    def now_and_then(done: int, tokens: int) -> None:
        nonlocal last, told
        if time.monotonic() - last >= PROGRESS_SECONDS:
            last = time.monotonic()
            now = {"finished": done, "tokens": tokens}
            tell({what: ranks.add(f"{name}/{what}", now[what] - told[what]) for what in now})
            told = now

    return now_and_then
