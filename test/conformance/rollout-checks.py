"""Rollouts in their parts. Reads {"model", "parameters"} from stdin, prints what it found as JSON."""

import json
import os
import sys
import weakref

import torch

from allot_worker import limits, prefixes
from allot_worker.decode_graph import Replays
from allot_worker.decoder import Decoder
from allot_worker.model import Policy, load_model
from allot_worker.prefixes import Prefixes, first_of
from allot_worker.rollout import Settings, rollout
from allot_worker.rows import Request

given = json.load(sys.stdin)
device = torch.device("cpu")
policy = Policy(load_model(given["model"], given["parameters"], device), device, False)
requests = [Request((1, 2, 3 + at % 3), (4,), 2 + at % 9, 7, (at,)) for at in range(30)]
halved: list[int] = []


def sample(temperature: float, top_p: float) -> list[tuple[object, ...]]:
    settings = Settings(temperature, top_p, frozenset([5]), None, slots=12)
    samples = rollout(policy, requests, settings, lambda done, tokens: None, halved.append, lambda: None)
    return [(one.tokens.tolist(), one.log_probabilities.tolist(), one.origins.tolist(), one.stopped) for one in samples]


def computed_prefixes() -> list[list[int]]:
    """The last tokens of the prefixes of each pass, in a rollout whose rows begin at different times."""
    passes: list[list[int]] = []
    compute = Prefixes.compute

    def count(self: Prefixes, chosen: list[tuple[int, ...]]) -> list[object]:
        passes.append(sorted(prefix[-1] for prefix in chosen))
        return compute(self, chosen)

    Prefixes.compute = count
    sample(1.0, 1.0)
    Prefixes.compute = compute
    return passes


def held_beside() -> list[int]:
    """Keys and values of other prefixes that are still in memory when a pass begins, in a rollout that computes each by itself."""
    held: list[int] = []
    last: list[weakref.ref[torch.Tensor]] = []
    compute = Prefixes.compute

    def watch(self: Prefixes, chosen: list[tuple[int, ...]]) -> list[tuple[torch.Tensor, torch.Tensor]]:
        held.append(sum(part() is not None for part in last))
        made = compute(self, chosen)
        last[:] = [weakref.ref(part) for both in made for part in both]
        return made

    Prefixes.compute, most = watch, prefixes.PREFIX_TOKENS
    prefixes.PREFIX_TOKENS = 1
    sample(1.0, 1.0)
    Prefixes.compute, prefixes.PREFIX_TOKENS = compute, most
    return held


ways = [(1.0, 1.0), (0.0, 1.0), (0.7, 0.9)]
plain = [sample(*way) for way in ways]
computed, held = computed_prefixes(), held_beside()
waiting = [(1, 1, 1), (1, 1, 1), (), (2, 2), (3, 3, 3), (4,)]
# What is kept here is the work of a shape as it was first asked for: a graph repeats no more than that.
policy.decoder = kept = Decoder(policy.model, 16, 200)
policy.decoder.replays = Replays(lambda work: work)
replayed = [[sample(*way) for way in ways] for _ in range(2)]
was_kept = policy.decoder is kept
policy.keeps_decoder = True
given_up = [policy.give_up_decoder(), policy.give_up_decoder()]
os.environ[limits.ROWS] = "8"
fewer = [[one[0] for one in sample(*way)] for way in ways]
json.dump(
    {
        "replayed_is_plain": [one == plain for one in replayed],
        "kept": was_kept,
        "given_up": given_up,
        "left": policy.decoder is not None,
        "halved": halved,
        "fewer_is_plain": fewer == [[one[0] for one in way] for way in plain],
        "computed": computed,
        "first": [first_of(waiting, most) for most in (0, 5, 7, 100)],
        "held": held,
        "shapes": len(kept.replays.captured),
    },
    sys.stdout,
)
