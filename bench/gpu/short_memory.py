"""What the torch engine does where a GPU's memory is short: the same update and rollout with less and less of it free.

    python bench/gpu/short_memory.py                    on a GPU
    python bench/gpu/short_memory.py --device cpu       in small, against limits that are set

40 million random weights. The rest of the memory is held by something else meanwhile. A line for each amount: how far the gradient is from
the one with all memory, how many tokens are the same, and what it goes on with. The exit status is 1 where a gradient is far, or nothing
was halved in the end.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import workload
from workload import GradientOnly

import torch
from allot_worker import limits
from allot_worker.failures import OutOfMemory
from allot_worker.model import Policy, load_model, open_policy
from allot_worker.ranks import Ranks
from allot_worker.rollout import Settings, rollout
from allot_worker.rows import Sample
from allot_worker.update import update

GIB = 2**30
FREE = {"cuda": (8 * GIB, 4 * GIB, 2 * GIB, GIB), "cpu": (2048, 1024, 512)}
"""What is left free: bytes of a GPU; on the CPU the tokens that a pass may have, and a sixty-fourth of the rows."""
SIZES = {"cuda": workload.SIZES["middle"], "cpu": workload.SIZES["tiny"]}
TOKENS = {"cuda": 2**16, "cpu": 4096}
"""Of the update, in one micro-batch."""


@contextmanager
def short_of(device: torch.device, free: int) -> Iterator[None]:
    held = None
    if device.type == "cuda":
        torch.cuda.empty_cache()
        held = torch.empty(max(0, torch.cuda.mem_get_info(device)[0] - free), dtype=torch.uint8, device=device)
    else:
        os.environ |= {limits.TOKENS: str(free), limits.ROWS: str(free // 64)}
    try:
        yield
    finally:
        del held
        for name in (limits.TOKENS, limits.ROWS):
            os.environ.pop(name, None)


def work(policy: Policy) -> tuple[torch.Tensor, list[Sample], list[str]]:
    """The gradient of one update, the samples of one rollout, and what was told."""
    kind = policy.device.type
    size, told = SIZES[kind], []
    generator = torch.Generator().manual_seed(3)
    length = TOKENS[kind] // 128
    sequences = [torch.randint(2, size.vocabulary, (length,), generator=generator) for _ in range(128)]
    old = [torch.full((length - 1,), -5.0) for _ in sequences]
    optimizer = GradientOnly(policy.trained(), fused=kind == "cuda")
    batch = workload.minibatch_of(size, sequences, old)
    on_halved = lambda tokens: told.append(f"{tokens:,} tokens")
    update(policy, optimizer, workload.hbpo_form(), batch, TOKENS[kind], on_halved, Ranks())
    asked = workload.requests_of(size, (1024,) if kind == "cuda" else (24,), 32 if kind == "cuda" else 4)
    settings = Settings(temperature=1.0, top_p=1.0, stop_tokens=frozenset(), environment=None, slots=512)
    samples = rollout(
        policy, asked, settings, lambda done, tokens: None, lambda rows: told.append(f"{rows} rows"), lambda: None
    )
    return optimizer.gradient, samples, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    given = parser.parse_args()
    if given.device == "cuda" and not torch.cuda.is_available():
        parser.error("torch sees no CUDA device; in small: --device cpu")
    device = torch.device(given.device)
    with tempfile.TemporaryDirectory() as folder:
        layout = workload.make_model(SIZES[device.type], Path(folder), device)
        policy = open_policy(load_model(folder, layout, device), device)
    whole, samples, told = work(policy)
    far, last = 0.0, told
    for free in FREE[device.type]:
        policy.decoder, policy.keeps_decoder = None, True
        policy.keeps_layers = device.type == "cuda"
        with short_of(device, free):
            try:
                gradient, again, last = work(policy)
            except OutOfMemory as error:
                print(f"  {free:>14,} free  does not fit: {error}"[:150])
                continue
        distance = float((gradient - whole).norm() / whole.norm())
        far = max(far, distance)
        same = sum(int((one.tokens == other.tokens).sum()) for one, other in zip(samples, again))
        share = same / sum(len(one.tokens) for one in samples)
        goes_on = f"goes on with {', '.join(last)}" if last else "nothing is halved"
        print(f"  {free:>14,} free  gradient {distance:.1e}, tokens {share:.1%} the same; {goes_on}")
    if far > 1e-2 or not last:
        sys.exit(1)


if __name__ == "__main__":
    main()
