"""The trajectories that are being sampled, side by side in arrays: a step costs no work for each in Python."""

import numpy as np

from .random_numbers import stream_of, uniforms
from .rows import OVERRIDDEN, SAMPLED, Environment, Request, Sample

ROW = np.dtype(
    [
        ("request", np.int64),
        ("sampling", np.uint64, 4),
        ("environment", np.uint64, 4),
        # To feed next, its place in the sequence, and the number that chooses what follows it.
        ("token", np.int64),
        ("position", np.int64),
        ("uniform", np.float64),
        # In the response, prefill counted, of the token that is sampled next.
        ("response_position", np.uint64),
        ("sampled", np.int64),
        ("left", np.int64),
        # Whether the environment still acts.
        ("exposed", np.bool_),
        ("stopped", np.bool_),
    ]
)
"""What a step reads and changes of each row: little enough to lie close together."""


class LiveRows:
    """The first `count` of the slots are live, the others are zeros."""

    def __init__(
        self, slots: int, most_tokens: int, vocabulary: int, stops: frozenset[int], environment: Environment | None
    ) -> None:
        self.rows = np.zeros(slots, ROW)
        self.tokens = np.zeros((slots, most_tokens), np.int32)
        self.log_probabilities = np.zeros((slots, most_tokens), np.float32)
        self.origins = np.zeros((slots, most_tokens), np.uint8)
        self.drawn = np.zeros(0)
        self.count = 0
        self.is_stop = table_of(vocabulary, stops)
        self.environment = environment
        if environment is not None:
            self.acts_after = table_of(vocabulary, environment.after)
            self.replacement = np.arange(vocabulary)
            self.replacement[list(environment.replace)] = list(environment.replace.values())

    def start(self, number: int, request: Request) -> int:
        """The slot that it takes."""
        row = self.rows[self.count]
        row["request"] = number
        row["sampling"] = stream_of(request.seed, "sampling", request.address)
        row["environment"] = stream_of(request.seed, "environment", request.address)
        row["token"] = request.prefix[-1]
        row["position"] = len(request.prefix) - 1
        row["response_position"] = len(request.prefill)
        row["uniform"] = uniforms(row["sampling"][None], row["response_position"][None])[0]
        row["left"] = request.cap
        row["exposed"] = self.environment is not None and self.environment.until not in request.prefill
        self.count += 1
        return self.count - 1

    def draw_ahead(self) -> None:
        """Draws the numbers of the step after this one: work that needs no token of this step, while the device computes them."""
        live = self.rows[: self.count]
        self.drawn = uniforms(live["sampling"], live["response_position"] + np.uint64(1))

    def advance(self, sampled: np.ndarray, log_probabilities: np.ndarray) -> list[int]:
        """Takes the tokens sampled for the live rows, [count], as the environment leaves them; the slots that are finished."""
        live = self.rows[: self.count]
        tokens = sampled if self.environment is None else self.replace(live, sampled, self.environment)
        kept = tokens == sampled
        places = (np.arange(self.count), live["sampled"])
        self.tokens[places] = tokens
        self.log_probabilities[places] = np.where(kept, log_probabilities, 0)
        self.origins[places] = np.where(kept, SAMPLED, OVERRIDDEN)
        live["token"] = tokens
        live["uniform"] = self.drawn
        for name, change in (("position", 1), ("response_position", 1), ("sampled", 1), ("left", -1)):
            live[name] += np.array(change, live[name].dtype)
        live["stopped"] = self.is_stop[tokens]
        return np.nonzero(live["stopped"] | (live["left"] <= 0))[0].tolist()

    def replace(self, live: np.ndarray, sampled: np.ndarray, environment: Environment) -> np.ndarray:
        others = self.replacement[sampled]
        drawn = uniforms(live["environment"], live["response_position"])
        acts = live["exposed"] & self.acts_after[live["token"]] & (drawn < environment.rate)
        tokens = np.where(acts, others, sampled)
        live["exposed"] &= tokens != environment.until
        return tokens

    def finish(self, slot: int) -> tuple[int, Sample]:
        """The request of a slot and its sample; the last live row moves to the slot."""
        row = self.rows[slot]
        made = (self.tokens, self.log_probabilities, self.origins)
        finished = int(row["request"]), Sample(*(of[slot, : row["sampled"]].copy() for of in made), bool(row["stopped"]))
        self.count -= 1
        if slot < self.count:
            last = self.rows[self.count]
            for of in made:
                of[slot, : last["sampled"]] = of[self.count, : last["sampled"]]
            self.rows[slot] = last
        self.rows[self.count] = np.zeros((), ROW)
        return finished


def table_of(vocabulary: int, tokens: frozenset[int]) -> np.ndarray:
    """Which tokens are in a set, bool [vocabulary]."""
    table = np.zeros(vocabulary, np.bool_)
    table[[token for token in tokens if token < vocabulary]] = True
    return table
