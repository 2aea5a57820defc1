"""How far a GPU's numbers are from the CPU's, and the worker's ways to the same numbers from each other.

    python bench/gpu/agreement.py                    on a GPU
    python bench/gpu/agreement.py --device cpu       the CPU against itself: all but zero
    ... --json FILE                                  the numbers as JSON as well

A model of 3 million random weights. On a GPU it computes in bfloat16, on the CPU in float32. The exit status is 1 where two ways
that should give the same bits do not.
"""

import argparse
import copy
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import workload
from workload import GradientOnly

import torch
from allot_worker import caches, sampling, scoring
from allot_worker.determinism import use_deterministic_kernels
from allot_worker.model import Policy, load_model, open_policy
from allot_worker.ranks import Ranks
from allot_worker.rollout import Settings, rollout
from allot_worker.rows import Request, Sample
from allot_worker.update import update

SIZE = workload.Size(256, 704, 4, 4, 2, 4097, 4, 4, 300, (16, 32, 48, 64), 1024, 4, 32)
"""Prompts are longer than two blocks of attention's kernels: of fewer, sums have no other order."""
CPU = torch.device("cpu")


def sample(policy: Policy, asked: Sequence[Request]) -> list[Sample]:
    settings = Settings(temperature=1.0, top_p=1.0, stop_tokens=frozenset(), environment=None, slots=12)
    return rollout(policy, asked, settings, lambda done, tokens: None, lambda rows: None, lambda: None)


def sequences_of(asked: Sequence[Request], samples: Sequence[Sample]) -> list[torch.Tensor]:
    return [torch.tensor([*request.prompt, *one.tokens]) for request, one in zip(asked, samples)]


def score(policy: Policy, sequences: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    return scoring.log_probabilities(policy, sequences, 1.0, SIZE.microbatch_tokens, lambda: None)


def gradient_of(policy: Policy, sequences: list[torch.Tensor], old: list[torch.Tensor]) -> torch.Tensor:
    optimizer = GradientOnly(policy.trained(), fused=policy.device.type == "cuda")
    batch = workload.minibatch_of(SIZE, sequences, old)
    update(policy, optimizer, workload.hbpo_form(), batch, SIZE.microbatch_tokens, lambda tokens: None, Ranks())
    return optimizer.gradient


def distance(left: Sequence[torch.Tensor], right: Sequence[torch.Tensor]) -> dict[str, float]:
    far = (torch.cat(list(left)) - torch.cat(list(right))).abs()
    return {"mean": float(far.mean()), "largest": float(far.max())}


def is_same(left: Sequence[Sample], right: Sequence[Sample]) -> bool:
    return all(
        (one.tokens == other.tokens).all() and (one.log_probabilities == other.log_probabilities).all()
        for one, other in zip(left, right)
    )


def without_kernels(policy: Policy, asked: Sequence[Request]) -> list[Sample]:
    kernels = caches.runs_kernels
    policy.decoder = None
    caches.runs_kernels = sampling.runs_kernels = lambda kind: False
    try:
        return sample(policy, asked)
    finally:
        caches.runs_kernels = sampling.runs_kernels = kernels
        policy.decoder = None


def compare(device: torch.device) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        layout = workload.make_model(SIZE, Path(folder), CPU)
        model = load_model(folder, layout, CPU)
    # First: kernels of a GPU are put into the classes of models, those on the CPU among them.
    exact = Policy(copy.deepcopy(model), CPU, checkpointing=False)
    asked = workload.requests_of(SIZE, SIZE.caps, SIZE.prompts)
    sequences = sequences_of(asked, sample(exact, asked))
    reference = score(exact, sequences)
    expected = gradient_of(exact, sequences, reference)

    policy = open_policy(model.to(device), device)
    samples = sample(policy, asked)
    own, of_own = score(policy, sequences), score(policy, sequences_of(asked, samples))
    sampled_with = [torch.from_numpy(one.log_probabilities) for one in samples]
    of_responses = [row[len(request.prompt) - 1 :] for row, request in zip(of_own, asked)]
    kept = gradient_of(policy, sequences, reference)
    policy.give_up_layers()
    computed_again = gradient_of(policy, sequences, reference)
    graphs = policy.decoder is not None and policy.decoder.replays is not None
    if policy.decoder is not None:
        policy.decoder.replays = None
    step_by_step = sample(policy, asked)
    plain = without_kernels(policy, asked)
    agree = sum(int((one.tokens == other.tokens).sum()) for one, other in zip(samples, plain))
    return {
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else "CPU",
        "log_probabilities_from_cpu": distance(own, reference),
        "gradient_from_cpu": float((kept - expected).norm() / expected.norm()),
        "sampler_from_trainer": distance(sampled_with, of_responses),
        "tokens_as_without_kernels": agree / sum(len(one.tokens) for one in samples),
        "graphs": graphs,
        "same_bits": {
            "step by step as by graphs": is_same(samples, step_by_step),
            "layers kept as computed again": torch.equal(kept, computed_again),
            "a rollout again": is_same(step_by_step, sample(policy, asked)),
            "a gradient again": torch.equal(computed_again, gradient_of(policy, sequences, reference)),
        },
    }


def print_table(found: dict[str, object]) -> None:
    def row(name: str, value: str) -> None:
        print(f"  {name:<48}{value}")

    print(f"{found['device']}, with deterministic kernels")
    for name, what in (
        ("log_probabilities_from_cpu", "log-probabilities from the CPU's, a token"),
        ("sampler_from_trainer", "sampler's from the trainer's, a token"),
    ):
        row(what, f"{found[name]['mean']:.1e}, at most {found[name]['largest']:.1e}")
    row("gradient from the CPU's, relative", f"{found['gradient_from_cpu']:.1e}")
    row("tokens as without kernels", f"{found['tokens_as_without_kernels']:.1%}")
    for name, holds in found["same_bits"].items():
        row(f"same bits: {name}", "yes" if holds else "NO")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.device == "cuda" and not torch.cuda.is_available():
        parser.error("torch sees no CUDA device; the CPU against itself: --device cpu")
    use_deterministic_kernels()
    found = compare(torch.device(given.device))
    print_table(found)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n")
    if not all(found["same_bits"].values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
