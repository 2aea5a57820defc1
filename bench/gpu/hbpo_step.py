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
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_NO_ADVISORY_WARNINGS="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packages/runtime/python"))

import torch
from allot_worker import scoring
from allot_worker.loss import LossForm
from allot_worker.model import Layout, Policy, load_model, open_policy
from allot_worker.optimizer import Optimizer
from allot_worker.ranks import Ranks
from allot_worker.rollout import Settings, rollout
from allot_worker.rows import Request
from allot_worker.update import Minibatch, update
from allot_worker.worker import ROWS
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM


@dataclass(frozen=True)
class Size:
    """A model's shape and a step's batch."""

    hidden: int
    intermediate: int
    layers: int
    heads: int
    key_value_heads: int
    vocabulary: int
    prompts: int
    rollouts: int
    prompt_tokens: int
    """Most tokens of a response, by tier."""
    caps: tuple[int, ...]
    microbatch_tokens: int
    """Rollouts that the comparison is made with, since TRL holds whole batches: prompts, and tokens of every response."""
    compared_prompts: int
    compared_tokens: int


SIZES = {
    "1.5b": Size(1536, 8960, 28, 12, 2, 151_936, 64, 16, 128, (512, 1024, 2048, 2560), 16_384, 8, 1024),
    "middle": Size(512, 1408, 8, 8, 4, 32_000, 4, 16, 64, (32, 64, 96, 128), 4096, 4, 32),
    "tiny": Size(64, 160, 2, 4, 2, 512, 4, 8, 16, (16, 24, 32, 48), 1024, 4, 32),
}


def make_model(size: Size, folder: Path, device: torch.device) -> Layout:
    """Random weights in the folder; their names and shapes."""
    torch.manual_seed(1)
    config = Qwen2Config(
        vocab_size=size.vocabulary,
        hidden_size=size.hidden,
        intermediate_size=size.intermediate,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        num_key_value_heads=size.key_value_heads,
        max_position_embeddings=4096,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=1,
        pad_token_id=0,
    )
    with device:
        model = Qwen2ForCausalLM(config).to(torch.bfloat16 if device.type == "cuda" else torch.float32)
    model.save_pretrained(folder)
    return [{"name": name, "shape": list(weight.shape)} for name, weight in model.named_parameters()]


def clock(device: torch.device, work: Callable[[], None], rounds: int = 3) -> float:
    """Seconds of the fastest of some rounds, after one that does not count."""
    best = float("inf")
    for at in range(rounds + 1):
        if device.type == "cuda":
            torch.cuda.synchronize()
        begin = time.perf_counter()
        work()
        if device.type == "cuda":
            torch.cuda.synchronize()
        if at > 0:
            best = min(best, time.perf_counter() - begin)
    return best


def matrix_ceiling(device: torch.device, size: Size) -> float:
    """Operations a second of the products that a layer is made of."""
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    rows = min(size.microbatch_tokens, 8192)
    x = torch.randn(rows, size.hidden, device=device, dtype=dtype)
    weight = torch.randn(size.hidden, size.intermediate, device=device, dtype=dtype)
    repeats = 20

    def work() -> None:
        for _ in range(repeats):
            x @ weight

    return repeats * 2 * rows * size.hidden * size.intermediate / clock(device, work)


def memory_ceiling(device: torch.device) -> float:
    """Bytes a second that are read and written by a copy of a tensor larger than any cache."""
    bytes_ = 2**30 if device.type == "cuda" else 2**27
    source = torch.ones(bytes_ // 4, device=device)
    target = torch.empty_like(source)

    def work() -> None:
        target.copy_(source)

    return 2 * bytes_ / clock(device, work)


def requests_of(size: Size, caps: tuple[int, ...], prompts: int) -> list[Request]:
    generator = torch.Generator().manual_seed(2)
    asked = []
    for prompt in range(prompts):
        tokens = tuple(torch.randint(2, size.vocabulary, (size.prompt_tokens,), generator=generator).tolist())
        for index in range(size.rollouts):
            cap = caps[index * len(caps) // size.rollouts]
            asked.append(Request(tokens, (), cap, 1, (1, prompt, index)))
    return asked


def sample(policy: Policy, asked: list[Request]) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """Prompts with their responses, and the log-probabilities of these; no token stops, so that every response has its cap."""
    rows = ROWS[policy.device.type]
    settings = Settings(temperature=1.0, top_p=1.0, stop_tokens=frozenset(), environment=None, slots=rows)
    samples = rollout(policy, asked, settings, lambda done, tokens: None, tell_halved("rows"), lambda: None)
    sequences = [torch.tensor([*request.prompt, *sample.tokens]) for request, sample in zip(asked, samples)]
    return sequences, [torch.from_numpy(sample.log_probabilities) for sample in samples]


def tell_halved(what: str) -> Callable[[int], None]:
    return lambda number: print(f"memory ran out: {number} {what} at once", file=sys.stderr)


def rollout_floor(size: Size, caps: tuple[int, ...], prompts: int, parameters: int, device: torch.device, bandwidth: float) -> float:
    """Seconds in which the weights of every step, and the caches of every token, are read once."""
    bytes_ = 2 if device.type == "cuda" else 4
    lengths = sorted(request.cap for request in requests_of(size, caps, prompts))
    slots = min(ROWS[device.type], len(lengths))
    steps = max(max(lengths), -(-sum(lengths) // slots))
    width = 2 * size.layers * size.key_value_heads * (size.hidden // size.heads) * bytes_
    cache = sum(width * (cap * size.prompt_tokens + cap * (cap - 1) // 2) for cap in lengths)
    return (steps * parameters * bytes_ + cache) / bandwidth


def hbpo_form() -> LossForm:
    return LossForm(surrogate="ppo-clip", ratio_level="token")


def minibatch_of(size: Size, sequences: list[torch.Tensor], old: list[torch.Tensor]) -> Minibatch:
    def targets(value: Callable[[int, torch.Tensor], torch.Tensor]) -> list[torch.Tensor]:
        return [value(at, sequence) for at, sequence in enumerate(sequences)]

    total = sum(len(sequence) - size.prompt_tokens for sequence in sequences)

    def weights(_: int, sequence: torch.Tensor) -> torch.Tensor:
        row = torch.full((len(sequence) - 1,), 1.0 / total)
        row[: size.prompt_tokens - 1] = 0
        return row

    return Minibatch(
        sequences=sequences,
        targets={
            "weights": targets(weights),
            "advantages": targets(lambda at, sequence: torch.full((len(sequence) - 1,), 1.0 if at % 2 else -1.0)),
            "old_log_probabilities": old,
        },
        temperature=1.0,
        numbers={"clip_low": 0.2, "clip_high": 0.2},
        optimizer={
            "learning_rate": 1e-6,
            "beta1": 0.9,
            "beta2": 0.999,
            "epsilon": 1e-8,
            "weight_decay": 0.0,
            "max_gradient_norm": 1.0,
        },
    )


def operations_of_update(size: Size, parameters: int, sequences: list[torch.Tensor]) -> float:
    """Of forward and backward pass: 6 a parameter and token, and attention's products; recomputation does not count."""
    tokens = sum(len(sequence) for sequence in sequences)
    attention = sum(6 * size.layers * size.hidden * len(sequence) ** 2 for sequence in sequences)
    return 6 * parameters * tokens + attention


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


def trl_step(size: Size, folder: Path, device: torch.device) -> float:
    """Seconds of a step of TRL's GRPOTrainer: as many prompts, rollouts and tokens as `our_step` with one cap."""
    from datasets import Dataset
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PrinterCallback, TrainerCallback
    from trl import GRPOConfig, GRPOTrainer

    words = {f"w{number}": number for number in range(size.vocabulary)}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="w0"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="w0", eos_token="w1")
    prompts = [request.prompt for request in requests_of(size, (size.compared_tokens,), size.compared_prompts)]
    texts = [" ".join(f"w{token}" for token in prompt) for prompt in prompts[:: size.rollouts]]
    ends: list[float] = []

    class Clock(TrainerCallback):
        def on_step_end(self, *_: object, **__: object) -> None:
            if device.type == "cuda":
                torch.cuda.synchronize()
            ends.append(time.perf_counter())

    batch = size.compared_prompts * size.rollouts
    at_once = min(batch, max(size.rollouts, size.microbatch_tokens // size.compared_tokens))
    on_gpu = device.type == "cuda"
    settings = GRPOConfig(
        output_dir=str(folder / "trl"),
        # The first warms up; of the others the fastest counts. On a GPU one is long.
        max_steps=2 if on_gpu else 3,
        per_device_train_batch_size=at_once,
        gradient_accumulation_steps=max(1, batch // at_once),
        num_generations=size.rollouts,
        max_completion_length=size.compared_tokens,
        generation_kwargs={"min_new_tokens": size.compared_tokens},
        learning_rate=1e-6,
        beta=0.0,
        bf16=on_gpu,
        use_cpu=not on_gpu,
        gradient_checkpointing=on_gpu,
        save_strategy="no",
        logging_strategy="no",
        report_to=[],
        disable_tqdm=True,
        seed=1,
    )
    trainer = GRPOTrainer(
        model=Qwen2ForCausalLM.from_pretrained(folder, dtype=torch.float32),
        reward_funcs=lambda completions, **_: [float(len(text) % 7) for text in completions],
        args=settings,
        train_dataset=Dataset.from_dict({"prompt": texts * 4}),
        processing_class=fast,
        callbacks=[Clock()],
    )
    # What it prints at its end would stand in the table.
    trainer.remove_callback(PrinterCallback)
    trainer.train()
    return min(later - earlier for earlier, later in zip(ends, ends[1:]))


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
