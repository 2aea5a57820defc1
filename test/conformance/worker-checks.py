"""Parts of the worker against plain PyTorch. Reads {"model", "parameters", "streams", "dealt"} from stdin, prints what it found as JSON."""

import json
import sys

import numpy as np
import torch

from allot_worker import scoring, target_scores
from allot_worker.dealing import deal, deal_requests
from allot_worker.determinism import use_deterministic_kernels
from allot_worker.masters import Masters, weights_in_half
from allot_worker.model import Policy, load_model
from allot_worker.pack import pack, plan_packs
from allot_worker.random_numbers import stream_of, uniforms
from allot_worker.room import pass_bytes
from allot_worker.rows import Request

given = json.load(sys.stdin)
device = torch.device("cpu")
sequences = [torch.arange(length) % 20 for length in (3, 17, 1, 9)]


def gradient_of(checkpointing: bool, logits_bytes: int) -> torch.Tensor:
    target_scores.LOGITS_BYTES = logits_bytes
    policy = Policy(load_model(given["model"], given["parameters"], device), device, checkpointing)
    packed = pack(sequences, device)
    scores, entropies = scoring.score_targets(
        policy.head(), policy.hidden(packed, recompute=checkpointing), packed.tokens[0].roll(-1), 0.7
    )
    (scores.sum() + 0.1 * entropies.sum()).backward()
    return torch.cat([parameter.grad.flatten() for parameter in policy.model.parameters()])


@torch.no_grad()
def plain_scores() -> list[torch.Tensor]:
    model = load_model(given["model"], given["parameters"], device)
    model.config._attn_implementation = "sdpa"
    rows = [model(sequence[None]).logits[0].div(0.7).log_softmax(-1) for sequence in sequences]
    return [row[:-1].gather(1, sequence[1:, None])[:, 0] for row, sequence in zip(rows, sequences)]


def requests_of(dealt: dict) -> list[Request]:
    """Caps by prompts: the prompt of each is a number below 4."""
    return [Request((cap % 4,), (), cap, 0, ()) for cap in dealt["sizes"]]


def half_numbers() -> dict[str, list[str]]:
    model = weights_in_half(load_model(given["model"], given["parameters"], device))
    parts = {"weights": model.parameters(), "buffers": model.buffers()}
    return {name: sorted({str(part.dtype) for part in of}) for name, of in parts.items()}


def deterministic_gradients() -> list[bool]:
    """Whether the setting holds, and two gradients have the same bits."""
    use_deterministic_kernels()
    return [torch.are_deterministic_algorithms_enabled(), torch.equal(gradient_of(True, 800), gradient_of(True, 800))]


def far(a: torch.Tensor, b: torch.Tensor) -> float:
    return float((a - b).abs().max()) if len(a) else 0.0


plain = gradient_of(False, 2**30)
policy = Policy(load_model(given["model"], given["parameters"], device), device, False)
on_gpu = Policy(policy.model, torch.device("cuda"), True)
packed_scores = scoring.log_probabilities(policy, sequences, 0.7, 1000, lambda: None)
alone_scores = scoring.log_probabilities(policy, sequences, 0.7, 1, lambda: None)
streams = [stream_of(one["seed"], one["purpose"], one["address"]) for one in given["streams"]]
indices = np.array([one["index"] for one in given["streams"]], dtype=np.uint64)
json.dump(
    {
        "checkpointing": far(gradient_of(True, 2**30), plain),
        "pieces": far(gradient_of(False, 800), plain),
        "packed": max(far(a, b) for a, b in zip(packed_scores, alone_scores)),
        "plain": max(far(a, b) for a, b in zip(packed_scores, plain_scores())),
        "dealt": [deal(one["sizes"], one["count"]) for one in given["dealt"]],
        "dealt_requests": [deal_requests(requests_of(one), one["count"]) for one in given["dealt"]],
        "pass_bytes": [pass_bytes(on_gpu, tokens) for tokens in (1000, 3000)],
        "half": half_numbers(),
        "deterministic": deterministic_gradients(),
        "packs": plan_packs([5, 0, 9, 3, 12, 4], 12),
        "uniforms": uniforms(np.array(streams, dtype=np.uint64), indices).tolist(),
    },
    sys.stdout,
)
