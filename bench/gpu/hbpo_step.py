"""How fast the torch engine is: rollout, update and a whole HBPO step with random weights of Qwen2's shape.

    python bench/gpu/hbpo_step.py                       Qwen2-1.5B's shape on a GPU: 64 prompts x 16 rollouts, tiers 512 to 2560
    python bench/gpu/hbpo_step.py --device cpu --size tiny    the same path in small, without a GPU
    ... --json FILE                                     the numbers as JSON as well
    ... --without-trl                                   leave out the comparison

Every number stands beside a ceiling or a peer of the same run, on the same device: rollout beside the time that memory needs to be
read (weights and caches), update beside the matrix products that the device was measured to do, the step beside TRL's
GRPOTrainer with the same model, prompts, lengths and batch, in a process of its own. Nothing is downloaded. Needs torch,
transformers and, for the comparison, trl.
"""

import argparse
import gc
import json
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path

from workload import SIZES, Size, hbpo_form, make_model, minibatch_of, requests_of, sample, tell_halved

import torch
from allot_worker import scoring
from allot_worker.model import Policy, load_model, open_policy
from allot_worker.optimizer import Optimizer
from allot_worker.ranks import Ranks
from allot_worker.update import update
from ceilings import matrix_ceiling, memory_ceiling, operations_of_update, rollout_floor
from trl_step import trl_step


def our_step(policy: Policy, optimizer: Optimizer, size: Size, caps: tuple[int, ...], prompts: int) -> dict[str, float]:
    """Seconds of rollout, log-probabilities and update of one step, and its sequences' tokens."""
    device = policy.device

    def now() -> float:
        if device.type == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter()

    def peak() -> int:
        """Bytes that torch had at once since it was asked last."""
        if device.type == "cpu":
            return 0
        most = torch.cuda.max_memory_allocated(device)
        torch.cuda.reset_peak_memory_stats(device)
        return most

    peak()
    begin = now()
    sequences, sampled_with = sample(policy, requests_of(size, caps, prompts))
    sampled, rollout_peak = now(), peak()
    old = scoring.log_probabilities(policy, sequences, 1.0, size.microbatch_tokens, lambda: None)
    scored = now()
    batch = minibatch_of(size, sequences, old)
    peak()
    update(policy, optimizer, hbpo_form(), batch, size.microbatch_tokens, tell_halved("tokens"), Ranks())
    far = torch.cat([mine - row[size.prompt_tokens - 1 :] for mine, row in zip(sampled_with, old)]).abs()
    return {
        "rollout_seconds": sampled - begin,
        "log_probability_seconds": scored - sampled,
        "update_seconds": now() - scored,
        "rollout_peak_bytes": rollout_peak,
        "update_peak_bytes": peak(),
        "sampler_mean_difference": float(far.mean()),
        "response_tokens": sum(len(sequence) - size.prompt_tokens for sequence in sequences),
        "tokens": sum(map(len, sequences)),
        "operations": operations_of_update(size, sum(p.numel() for p in policy.model.parameters()), sequences),
    }


def seconds_of(step: dict[str, float]) -> float:
    return step["rollout_seconds"] + step["log_probability_seconds"] + step["update_seconds"]


def measure(size: Size, device: torch.device, with_trl: bool) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        layout = make_model(size, folder, device)
        products, bandwidth = matrix_ceiling(device, size), memory_ceiling(device)
        policy = open_policy(load_model(folder, layout, device), device)
        optimizer = Optimizer(policy.trained(), fused=device.type == "cuda")
        parameters = sum(p.numel() for p in policy.model.parameters())
        small = (size.compared_tokens,)
        our_step(policy, optimizer, size, small, size.compared_prompts)
        step = our_step(policy, optimizer, size, size.caps, size.prompts)
        compared = min(
            (our_step(policy, optimizer, size, small, size.compared_prompts) for _ in range(2)), key=seconds_of
        )
        kept = policy.give_up_layers()
        again = our_step(policy, optimizer, size, small, size.compared_prompts) if kept else compared
        del policy, optimizer
        # Weights and what is called for their gradients point at each other.
        gc.collect()
        if device.type == "cuda":
            torch.cuda.empty_cache()
        floor = rollout_floor(size, size.caps, size.prompts, parameters, device, bandwidth)
        # In a process of its own: nothing of ours is changed for it, and nothing of its for us.
        with ProcessPoolExecutor(1, get_context("spawn")) as elsewhere:
            theirs = elsewhere.submit(trl_step, size, folder, device).result() if with_trl else None
    ours = seconds_of(compared)
    return {
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else f"CPU, {torch.get_num_threads()} threads",
        "versions": {"torch": torch.__version__} | versions_of("transformers", "triton", "liger-kernel", "trl"),
        "size": asdict(size),
        "parameters": parameters,
        "matrix_ceiling_flops": products,
        "memory_ceiling_bytes": bandwidth,
        "rollout_tokens_per_second": step["response_tokens"] / step["rollout_seconds"],
        "rollout_share_of_floor": floor / step["rollout_seconds"],
        "rollout_peak_bytes": step["rollout_peak_bytes"],
        "sampler_mean_difference": step["sampler_mean_difference"],
        "log_probability_tokens_per_second": step["tokens"] / step["log_probability_seconds"],
        "update_tokens_per_second": step["tokens"] / step["update_seconds"],
        "update_share_of_ceiling": step["operations"] / step["update_seconds"] / products,
        "update_peak_bytes": step["update_peak_bytes"],
        "layers_kept": kept,
        "recomputed_share_of_ceiling": again["operations"] / again["update_seconds"] / products,
        "recomputed_peak_bytes": again["update_peak_bytes"],
        "step_seconds": seconds_of(step),
        "compared_step_seconds": ours,
        "trl_step_seconds": theirs,
        "trl_ratio": None if theirs is None else theirs / ours,
    }


def versions_of(*packages: str) -> dict[str, str]:
    """Of those that are installed."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def print_table(found: dict[str, object]) -> None:
    def row(name: str, value: str, against: str = "") -> None:
        print(f"  {name:<34}{value:>22}  {against}".rstrip())

    def memory(name: str) -> str:
        return f", {found[name] / 1e9:.1f} GB" if found[name] else ""

    print(f"{found['device']}, {found['parameters']:,} parameters")
    print("  " + ", ".join(f"{name} {number}" for name, number in found["versions"].items()))
    row("matrix products", f"{found['matrix_ceiling_flops'] / 1e12:.2f} TFLOP/s")
    row("memory", f"{found['memory_ceiling_bytes'] / 1e9:.1f} GB/s")
    of_floor = f"{found['rollout_share_of_floor']:.0%} of the memory floor{memory('rollout_peak_bytes')}"
    row("rollout", f"{found['rollout_tokens_per_second']:,.0f} tokens/s", of_floor)
    row("log-probabilities", f"{found['log_probability_tokens_per_second']:,.0f} tokens/s")
    row("sampler from trainer, a token", f"{found['sampler_mean_difference']:.1e}")
    of_ceiling = f"{found['update_share_of_ceiling']:.0%} of the products' ceiling{memory('update_peak_bytes')}"
    row("update", f"{found['update_tokens_per_second']:,.0f} tokens/s", of_ceiling)
    if found["layers_kept"]:
        again = f"{found['recomputed_share_of_ceiling']:.0%} of the ceiling{memory('recomputed_peak_bytes')}"
        row("  with layers computed again", "", again)
    row("whole step", f"{found['step_seconds']:.2f} s")
    row("step of one cap", f"{found['compared_step_seconds']:.2f} s")
    if found["trl_step_seconds"] is not None:
        row("the same with TRL", f"{found['trl_step_seconds']:.2f} s", f"{found['trl_ratio']:.2f}x of ours")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--size", default="1.5b", choices=list(SIZES))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--without-trl", action="store_true")
    given = parser.parse_args()
    if given.device == "cuda" and not torch.cuda.is_available():
        parser.error("torch sees no CUDA device; the small form runs with: --device cpu --size tiny")
    found = measure(SIZES[given.size], torch.device(given.device), not given.without_trl)
    print_table(found)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
