"""What a policy on a GPU is made of, as far as a CPU has it. Reads {"model", "parameters"} from stdin, prints what it found as JSON."""

import copy
import json
import math
import os
import sys
from types import ModuleType

import torch

from allot_worker import fused_layers, limits, room, scoring
from allot_worker import update as update_module
from allot_worker.decoder import Decoder
from allot_worker.determinism import use_deterministic_kernels
from allot_worker.failures import OutOfMemory
from allot_worker.loss import LossForm
from allot_worker.masters import Masters
from allot_worker.model import Policy, load_model
from allot_worker.optimizer import Optimizer
from allot_worker.pack import pack
from allot_worker.ranks import Ranks
from allot_worker.update import Minibatch, update

given = json.load(sys.stdin)
device = torch.device("cpu")
sequences = [torch.arange(length) % 20 for length in (9, 12, 10)]
SETTINGS = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.0, "max_gradient_norm": 0.0}


def open_in_half() -> Policy:
    model = load_model(given["model"], given["parameters"], device)
    policy = Policy(model, device, checkpointing=True, masters=Masters(model))
    policy.keeps_layers = True
    return policy


def run_pass(policy: Policy, scale: float) -> None:
    """Adds the gradient of a loss, times a power of two: all its numbers are then exactly as many times as large."""
    packed = pack(sequences, device)
    scores, _ = scoring.score_targets(policy.head(), policy.hidden(packed), packed.tokens[0].roll(-1), 1.0)
    (scores.sum() * scale).backward()


def gradients(policy: Policy) -> torch.Tensor:
    return torch.cat([weight.grad.flatten() for weight in policy.trained().values()])


def step(policy: Policy, most_tokens: int = 16) -> tuple[list[int], dict[str, torch.Tensor]]:
    """An update in several passes: the sizes that it was halved to, and the weights that it left."""
    halved: list[int] = []
    numbers = [torch.ones(len(sequence) - 1) for sequence in sequences]
    batch = Minibatch(sequences, {"weights": numbers}, 1.0, {}, SETTINGS)
    optimizer = Optimizer(policy.trained(), fused=False)
    update(policy, optimizer, LossForm(supervised=True), batch, most_tokens, halved.append, Ranks())
    return halved, copy.deepcopy(dict(policy.trained()))


def has_memory(free: float, reserved: int = 0, allocated: int = 0) -> None:
    """Of a GPU that the CPU stands in for."""
    torch.cuda.mem_get_info = lambda _: (free, 80e9)
    torch.cuda.memory_reserved = lambda _: reserved
    torch.cuda.memory_allocated = lambda _: allocated


def summed() -> dict[str, bool]:
    """A pass and one whose gradient is 2**-10 of it, which eight bits beside the first do not hold."""
    policy = open_in_half()
    run_pass(policy, 1)
    first = gradients(policy)
    run_pass(policy, 2**-10)
    both = gradients(policy)
    return {
        "float32": torch.equal(both, first + first * 2**-10) and both.dtype == torch.float32,
        "more": not torch.equal(both.bfloat16(), both.float()),
        "moved": all(half.grad is None for half in policy.model.parameters()),
    }


def compared() -> float:
    """How far the gradient is from that of a model in float32, relative to it: the tied embedding has its two parts."""
    policy = open_in_half()
    run_pass(policy, 1)
    whole = Policy(load_model(given["model"], given["parameters"], device), device, False)
    run_pass(whole, 1)
    return float((gradients(policy) - gradients(whole)).norm() / gradients(whole).norm())


def changed() -> dict[str, bool]:
    policy = open_in_half()
    halves = dict(policy.model.named_parameters())
    before, places = copy.deepcopy(halves), [half.data_ptr() for half in halves.values()]
    _, masters = step(policy)
    return {
        "names": sorted(masters) == sorted(parameter["name"] for parameter in given["parameters"]),
        "tied": policy.head().weight is policy.model.get_input_embeddings().weight,
        "other": any(not torch.equal(halves[name], before[name]) for name in masters),
        "rounded": all(torch.equal(halves[name], master.bfloat16()) for name, master in masters.items()),
        "finer": any(not torch.equal(master, halves[name].float()) for name, master in masters.items()),
        "in_place": places == [half.data_ptr() for half in policy.model.parameters()],
    }


def interrupted() -> bool:
    """Whether an update whose second pass runs out of memory on its way back leaves what one does that nothing disturbed."""
    _, expected = step(open_in_half())
    policy = open_in_half()
    passes: list[bool] = []

    def fail(*_: object) -> None:
        passes.append(policy.keeps_layers)
        if len(passes) == 2:
            raise torch.OutOfMemoryError("the second pass")

    policy.model.get_decoder().layers[0].register_full_backward_hook(fail)
    halved, found = step(policy)
    alike = all(torch.equal(found[name], weight) for name, weight in expected.items())
    return alike and halved == [] and passes[:3] == [True, True, False]


def given_up() -> list[list[object]]:
    """Of passes that find no room four times: whether layers are kept, whether there is a decoder, and tokens."""
    policy = open_in_half()
    policy.decoder = Decoder(policy.model, 8, 16)
    tried: list[list[object]] = []

    def check_room(policy: Policy, tokens: int, alone: bool) -> None:
        tried.append([policy.keeps_layers, policy.decoder is not None, tokens])
        if len(tried) <= 4:
            raise torch.OutOfMemoryError("no room")

    update_module.check_room = check_room
    halved, _ = step(policy, most_tokens=40)
    update_module.check_room = room.check_room
    return [*tried[:5], halved]


def kept() -> dict[str, bool]:
    """Whether layers are kept with just enough memory, and with a little less."""
    policy = open_in_half()
    weights = 4 * sum(weight.numel() for weight in policy.trained().values())
    needed = room.pass_bytes(policy, 1000, recompute=False)

    def keeps(free: float, reserved: int = 0, allocated: int = 0) -> bool:
        has_memory(free / room.SHARE, reserved, allocated)
        return room.keeps_layers(policy, 1000)

    found = {"enough": keeps(needed + weights + 1), "less": keeps(needed + weights - 1)}
    found["unused"] = keeps(0, reserved=2 * (needed + weights), allocated=0)
    found["used"] = keeps(0, reserved=2 * (needed + weights), allocated=2 * (needed + weights))
    run_pass(policy, 1)
    found["beside_gradient"] = keeps(needed + 1)
    policy.give_up_layers()
    return found | {"given_up": keeps(math.inf)}


def strict() -> list[bool]:
    """Whether torch would only warn of kernels that are not deterministic: in the backward passes of an update, and after it."""
    use_deterministic_kernels()
    policy, seen = open_in_half(), set()
    warns = torch.is_deterministic_algorithms_warn_only_enabled
    policy.model.get_decoder().layers[0].register_full_backward_hook(lambda *_: seen.add(warns()))
    step(policy)
    return [*seen, warns()]


def lenient() -> list[bool]:
    """Where a backward pass meets an operation without a deterministic kernel: whether the update is done all the same, and torch only warns then."""
    use_deterministic_kernels()
    _, expected = step(open_in_half())
    policy, seen = open_in_half(), []

    def fail(*_: object) -> None:
        seen.append(torch.is_deterministic_algorithms_warn_only_enabled())
        if not seen[-1]:
            raise RuntimeError("cumsum_cuda_kernel does not have a deterministic implementation")

    policy.model.get_decoder().layers[0].register_full_backward_hook(fail)
    _, found = step(policy)
    alike = all(torch.equal(found[name], weight) for name, weight in expected.items())
    return [alike, not seen[0], all(seen[1:])]


def scored() -> dict[str, object]:
    """Log-probabilities where memory holds few tokens: what gives way first, and whether the numbers are those of all at once."""
    policy = Policy(load_model(given["model"], given["parameters"], device), device, False)
    whole = scoring.log_probabilities(policy, sequences, 1.0, 31, lambda: None)
    asked: list[bool] = []

    def make_room() -> bool:
        asked.append(len(asked) == 0)
        return asked[-1]

    def score(limit: int) -> list[torch.Tensor]:
        os.environ[limits.TOKENS] = str(limit)
        try:
            return scoring.log_probabilities(policy, sequences, 1.0, 31, lambda: None, make_room)
        finally:
            del os.environ[limits.TOKENS]

    far = max(float((mine - other).abs().max()) for mine, other in zip(score(15), whole))
    try:
        score(11)
    except OutOfMemory as error:
        return {"far": far, "asked": asked, "refused": str(error)}
    return {}


def fused(start: Exception | None) -> list[object]:
    """Whether layers were fused, and what Liger was told; where its kernels start, or fail in this way."""
    told: list[object] = []
    ops, patch = ModuleType("liger_kernel.ops"), ModuleType("liger_kernel.transformers.monkey_patch")

    class LigerRMSNormFunction:
        @staticmethod
        def apply(*_: object) -> None:
            if start is not None:
                raise start

    ops.LigerRMSNormFunction = LigerRMSNormFunction
    patch._apply_liger_kernel_to_instance = lambda model, **settings: told.append(settings)
    modules = {"ops": ops, "transformers": ModuleType("liger_kernel.transformers"), "transformers.monkey_patch": patch}
    sys.modules["liger_kernel"] = ModuleType("liger_kernel")
    sys.modules.update({f"liger_kernel.{name}": module for name, module in modules.items()})
    return [fused_layers.fuse_layers(torch.nn.Linear(1, 1), device), *told]


def not_installed() -> bool:
    """Whether a model stays as it is, and computes the same."""
    sys.modules["liger_kernel"] = None
    model = load_model(given["model"], given["parameters"], device)
    tokens = torch.arange(12)[None]
    before, kinds = model(tokens).logits, [type(module) for module in model.modules()]
    is_fused = fused_layers.fuse_layers(model, device)
    same = torch.equal(model(tokens).logits, before) and [type(module) for module in model.modules()] == kinds
    return same and not is_fused


has_memory(math.inf)
json.dump(
    {
        "summed": summed(),
        "compared": compared(),
        "changed": changed(),
        "interrupted": interrupted(),
        "given_up": given_up(),
        "kept": kept(),
        "not_installed": not_installed(),
        "fused": [fused(None), fused(RuntimeError("no C compiler"))],
        "strict": strict(),
        "lenient": lenient(),
        "scored": scored(),
    },
    sys.stdout,
)
