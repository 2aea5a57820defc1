"""A policy with an adapter against plain autograd and against peft. Reads {"manifest", "model", "folder"} from stdin, where
"folder" is for files; prints what it found as JSON."""

import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

from allot_worker.tensors import join, read_tensors, split, write_tensors
from allot_worker.update import Minibatch, accumulate
from allot_worker.ranks import Ranks
from allot_worker.worker import Call, Worker

given = json.load(sys.stdin)
folder = Path(given["folder"])
manifest, base = given["manifest"], given["model"]
config = manifest["adapter"]["config"]
call = Call(folder, lambda _: None, lambda: None)
sequences = [torch.arange(length) * 7 % 20 for length in (5, 17, 9)]
ones = [torch.ones(len(sequence) - 1) for sequence in sequences]
adamw = {"learning_rate": 0.05, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8, "weight_decay": 0.01}


def open_worker(described: dict[str, object] = manifest, **places: str) -> Worker:
    worker = Worker(Ranks())
    worker.run("open", {"manifest": described, "device": "cpu", "policy": base, "reference": base, **places}, call)
    return worker


def scores_of(worker: Worker, of: str = "current") -> torch.Tensor:
    write_tensors(folder / "in", join("sequences", sequences, torch.int32))
    worker.run("log-probabilities", {"input": "in", "output": "out", "temperature": 1, "of": of}, call)
    return torch.cat(split(read_tensors(folder / "out"), "log_probabilities"))


def train(worker: Worker) -> None:
    """One supervised step: the loss is minus the sum of the log-probabilities."""
    write_tensors(folder / "in", join("sequences", sequences, torch.int32) | join("weights", ones, torch.float32))
    optimizer = {**adamw, "max_gradient_norm": 0}
    worker.run(
        "update",
        {"input": "in", "tokens_per_microbatch": 64, "temperature": 1, "numbers": {}, "optimizer": optimizer},
        call,
    )


def sampling_mismatch(worker: Worker) -> float:
    """How far the log-probabilities of sampled tokens are from what scoring gives them."""
    prompts = [torch.tensor([index % 9 + 1, 5]) for index in range(6)]
    requests = {
        **join("prompts", prompts, torch.int32),
        **join("prefills", [torch.empty(0)] * 6, torch.int32),
        **join("addresses", [torch.tensor([index]) for index in range(6)], torch.int32),
        "caps": torch.full((6,), 20),
        "seeds": torch.ones(6, dtype=torch.int64),
    }
    write_tensors(folder / "in", requests)
    parameters = {"input": "in", "output": "out", "temperature": 1, "top_p": 1, "stop_tokens": []}
    worker.run("rollout", parameters, call)
    sampled = read_tensors(folder / "out")
    whole = [torch.cat([prompt, tokens]) for prompt, tokens in zip(prompts, split(sampled, "tokens"))]
    write_tensors(folder / "in", join("sequences", whole, torch.int32))
    worker.run("log-probabilities", {"input": "in", "output": "out", "temperature": 1, "of": "current"}, call)
    scored = split(read_tensors(folder / "out"), "log_probabilities")
    return max(far(row[1:], seen) for row, seen in zip(scored, split(sampled, "log_probabilities")))


def plain_model(place: str = base) -> torch.nn.Module:
    return AutoModelForCausalLM.from_pretrained(place, dtype=torch.float32)


def model_scores(model: torch.nn.Module) -> torch.Tensor:
    rows = [model(input_ids=sequence[None]).logits[0].log_softmax(-1) for sequence in sequences]
    return torch.cat([row[:-1].gather(1, sequence[1:, None])[:, 0] for row, sequence in zip(rows, sequences)])


class WithProducts(torch.nn.Module):
    """The plain model with W + alpha / rank B A in the place of every target's W."""

    def __init__(self, factors: dict[str, torch.Tensor]) -> None:
        super().__init__()
        self.model = plain_model().requires_grad_(False)
        self.weights = dict(self.model.named_parameters())
        for name, b in factors.items():
            if name.endswith("lora_B.weight"):
                target = name.removeprefix("base_model.model.").replace("lora_B.", "")
                product = b @ factors[name.replace("lora_B", "lora_A")]
                self.weights[target] = self.weights[target] + config["lora_alpha"] / config["r"] * product

    def forward(self, **inputs: torch.Tensor) -> object:
        return torch.func.functional_call(self.model, self.weights, kwargs=inputs)


def gradient_difference() -> float:
    """Of the worker's gradient from autograd's, where A and B are anything."""
    worker = open_worker()
    torch.manual_seed(1)
    factors = {name: torch.randn(part.shape) * 0.1 for name, part in worker.policy.trained().items()}
    with torch.no_grad():
        for name, part in worker.policy.trained().items():
            part.copy_(factors[name])
    leaves = {name: factor.requires_grad_() for name, factor in factors.items()}
    (-model_scores(WithProducts(leaves)).sum()).backward()
    batch = Minibatch(sequences, {"weights": ones}, 1, {}, {})
    accumulate(worker.policy, worker.form, batch, [len(sequence) for sequence in sequences], 64, Ranks())
    return max(far(part.grad, leaves[name].grad) for name, part in worker.policy.trained().items())


def train_by_peft(first: dict[str, torch.Tensor], steps: int) -> torch.nn.Module:
    """peft's own model with torch's AdamW from the same first weights."""
    model = get_peft_model(plain_model(), LoraConfig(**config))
    trained = adapter_of(model)
    with torch.no_grad():
        for name, part in trained.items():
            part.copy_(first[name])
    optimizer = torch.optim.AdamW(
        trained.values(),
        lr=adamw["learning_rate"],
        betas=(adamw["beta1"], adamw["beta2"]),
        eps=adamw["epsilon"],
        weight_decay=adamw["weight_decay"],
    )
    for _ in range(steps):
        optimizer.zero_grad()
        (-model_scores(model).sum()).backward()
        optimizer.step()
    return model


def adapter_of(model: torch.nn.Module) -> dict[str, torch.nn.Parameter]:
    return {name.replace(".default.", "."): part for name, part in model.named_parameters() if part.requires_grad}


def far(a: torch.Tensor, b: torch.Tensor) -> float:
    return float((a.detach() - b.detach()).abs().max())


def copies(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name: tensor.detach().clone() for name, tensor in tensors.items()}


worker = open_worker()
first = copies(worker.policy.trained())
own = {name: part for name, part in worker.policy.model.named_parameters() if not part.requires_grad}
frozen = copies(own)
base_scores = scores_of(open_worker({name: value for name, value in manifest.items() if name != "adapter"}))
start = scores_of(worker)
for _ in range(2):
    train(worker)
peft_model = train_by_peft(first, 2)
worker.run("snapshot", {"of": "adapter"}, call)
worker.run("save", {"adapter": "adapter", "optimizer": "optimizer"}, call)
again = open_worker(adapter="adapter", optimizer="optimizer")
scores = scores_of(worker)
json.dump(
    {
        "first": {name: value.flatten().tolist() for name, value in first.items()},
        "start": far(start, base_scores),
        "gradient": gradient_difference(),
        "step": max(far(worker.policy.trained()[name], part) for name, part in adapter_of(peft_model).items()),
        "forward": far(scores, model_scores(peft_model)),
        "moved": far(scores, base_scores),
        "frozen": all(torch.equal(frozen[name], part) for name, part in own.items()),
        "reference": far(scores_of(worker, "reference"), base_scores),
        "after_reference": far(scores_of(worker), scores),
        "sampling": sampling_mismatch(worker),
        "opened_again": far(scores_of(again), scores),
        "steps_again": again.optimizer.step_count,
        "transformers": far(model_scores(plain_model(str(folder / "adapter"))), scores),
        "merged": {
            name: part.flatten().tolist() for name, part in peft_model.merge_and_unload().named_parameters()
        },
    },
    sys.stdout,
)
