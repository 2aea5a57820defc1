"""Which sampler is fastest: the torch engine's own, transformers' continuous batching, vLLM where it is installed.

    python bench/gpu/samplers.py                                                  Qwen2-1.5B's shape on a GPU
    OMP_NUM_THREADS=1 python bench/gpu/samplers.py --device cpu --size middle     40 million parameters, without a GPU

Equal prompts, as many tokens of every response (no token stops), temperature 1, log-probabilities where the sampler gives them.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import workload

import torch
from allot_worker.failures import UserError
from allot_worker.model import Policy, load_model, open_policy
from allot_worker.rollout import Settings
from allot_worker.rows import Request
from transformers import ContinuousBatchingConfig, GenerationConfig, Qwen2ForCausalLM

Sampler = Callable[[], int]
"""Samples all responses; gives the number of tokens."""


def own_sampler(policy: Policy, asked: list[Request]) -> Sampler:
    def sample() -> int:
        sequences, _ = workload.sample(policy, asked)
        return sum(len(sequence) - len(request.prompt) for sequence, request in zip(sequences, asked))

    return sample


def continuous_batching(folder: Path, asked: list[Request], device: torch.device) -> Sampler:
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    model = Qwen2ForCausalLM.from_pretrained(folder, dtype=dtype, attn_implementation="sdpa").to(device)
    settings = GenerationConfig(
        max_new_tokens=asked[0].cap, do_sample=True, temperature=1.0, top_k=0, eos_token_id=-1, pad_token_id=0
    )
    # What is free on a CPU is not this program's alone.
    places = ContinuousBatchingConfig(max_memory_percent=0.8 if device.type == "cuda" else 0.2)

    def sample() -> int:
        prompts = [list(request.prompt) for request in asked]
        outputs = model.generate_batch(prompts, generation_config=settings, continuous_batching_config=places)
        return sum(len(output.generated_tokens) for output in outputs.values())

    return sample


def vllm_sampler(folder: Path, policy: Policy, asked: list[Request]) -> Sampler | None:
    try:
        from allot_worker.vllm_sampler import VllmSampler
    except UserError:
        return None
    sampler = VllmSampler(folder, policy)
    settings = Settings(temperature=1.0, top_p=1.0, stop_tokens=frozenset(), environment=None, slots=256)
    return lambda: sum(
        len(one.tokens) for one in sampler.rollout(asked, settings, lambda done, tokens: None, lambda: None)
    )


def tokens_per_second(sample: Sampler, device: torch.device) -> float:
    """Of the second of two rounds: the first warms up. On a CPU its own time counts, whatever else the machine does."""
    now = time.perf_counter if device.type == "cuda" else time.process_time
    sample()
    if device.type == "cuda":
        torch.cuda.synchronize()
    begin = now()
    tokens = sample()
    if device.type == "cuda":
        torch.cuda.synchronize()
    return tokens / (now() - begin)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--size", default="1.5b", choices=list(workload.SIZES))
    given = parser.parse_args()
    if given.device == "cuda" and not torch.cuda.is_available():
        parser.error("torch sees no CUDA device; a smaller form runs with: --device cpu --size middle")
    device, size = torch.device(given.device), workload.SIZES[given.size]
    asked = workload.requests_of(size, (size.compared_tokens,), size.compared_prompts)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        layout = workload.make_model(size, folder, device)
        policy = open_policy(load_model(folder, layout, device), device)
        own = tokens_per_second(own_sampler(policy, asked), device)
        print(f"{'own':<24}{own:>12,.0f} tokens/s")
        policy.decoder = None
        others = {
            "continuous batching": lambda: continuous_batching(folder, asked, device),
            "vLLM": lambda: vllm_sampler(folder, policy, asked),
        }
        for name, make in others.items():
            sampler = make()
            if sampler is None:
                print(f"{name:<24}{'not installed':>12}")
                continue
            other = tokens_per_second(sampler, device)
            print(f"{name:<24}{other:>12,.0f} tokens/s  own is {own / other:.2f}x as fast")


if __name__ == "__main__":
    main()
