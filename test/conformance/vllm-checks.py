"""The sampler of vLLM, over whichever `vllm` can be imported: the real one, or the stand-in beside this file.

Reads {"model", "parameters"} from stdin, prints what it found as JSON.
"""

import json
import sys
from pathlib import Path

import torch

from allot_worker import scoring
from allot_worker.failures import Cancelled, UserError
from allot_worker.model import Policy, load_model
from allot_worker.rollout import Settings
from allot_worker.rows import Environment, Request, Sample
from allot_worker.vllm_sampler import VllmSampler

given = json.load(sys.stdin)
device = torch.device("cpu")
policy = Policy(load_model(given["model"], given["parameters"], device), device, False)
sampler = VllmSampler(Path(given["model"]), policy)
requests = [Request(tuple(range(1, 5 + at % 2)), (3,) * (at % 3), 4 + at, 1, (1, at)) for at in range(8)]


def sample(temperature: float, stops: frozenset[int] = frozenset(), environment: Environment | None = None) -> list[Sample]:
    settings = Settings(temperature, 1.0, stops, environment, slots=64)
    return sampler.rollout(requests, settings, lambda done, tokens: progress.append(done), lambda: None)


def distance(samples: list[Sample], temperature: float) -> float:
    """From the log-probabilities that the policy gives the tokens."""
    sequences = [torch.tensor([*request.prefix, *one.tokens.tolist()]) for request, one in zip(requests, samples)]
    scored = scoring.log_probabilities(policy, sequences, temperature, 4096, lambda: None)
    return max(
        float((torch.from_numpy(one.log_probabilities) - row[len(request.prefix) - 1 :]).abs().max())
        for request, one, row in zip(requests, samples, scored)
    )


def tokens_of(samples: list[Sample]) -> list[list[int]]:
    return [one.tokens.tolist() for one in samples]


def refused() -> str:
    try:
        sample(1.0, environment=Environment(frozenset(), 0, {}, 1.0))
    except UserError as error:
        return str(error)
    return ""


def cancelled() -> bool:
    def stop() -> None:
        raise Cancelled

    try:
        sampler.rollout(requests, Settings(1.0, 1.0, frozenset(), None, 64), lambda done, tokens: None, stop)
    except Cancelled:
        return not sampler.llm.llm_engine.has_unfinished_requests()
    return False


progress: list[int] = []
first = sample(1.0)
warm = sample(0.7)
found = {
    "lengths": [len(one.tokens) for one in first],
    "distances": [distance(first, 1.0), distance(warm, 0.7)],
    "repeated": tokens_of(sample(1.0)) == tokens_of(first),
    "progress": max(progress),
    "refused": refused(),
    "cancelled": cancelled(),
}
stop = int(first[-1].tokens[2])
stopped = sample(1.0, frozenset([stop]))
found["stopped"] = all(one.stopped == (int(one.tokens[-1]) == stop) for one in stopped) and stopped[-1].stopped
policy.end_change()
with torch.no_grad():
    for parameter in policy.model.parameters():
        parameter.mul_(1.5)
changed = sample(1.0)
found["changed"] = [distance(changed, 1.0), tokens_of(changed) != tokens_of(first)]
json.dump(found, sys.stdout)
