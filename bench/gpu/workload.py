"""What the benchmarks of a GPU work on: shapes of models with random weights, requests, and the minibatch of an update.

Nothing is downloaded, and the worker is that of this checkout.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_NO_ADVISORY_WARNINGS="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packages/runtime/python"))

import torch
from allot_worker.loss import LossForm
from allot_worker.model import Layout, Policy
from allot_worker.optimizer import Optimizer
from allot_worker.rollout import Settings, rollout
from allot_worker.rows import Request
from allot_worker.update import Minibatch
from allot_worker.worker import ROWS
from transformers import Qwen2Config, Qwen2ForCausalLM


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


class GradientOnly(Optimizer):
    """An optimizer that keeps the gradient of its step and changes nothing."""

    def step(self, settings: object) -> float:
        self.gradient = torch.cat([weight.grad.detach().float().cpu().flatten() for weight in self.parameters.values()])
        self.clear()
        return float(self.gradient.norm())
