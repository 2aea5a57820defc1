"""The trajectories that are being sampled, side by side in arrays: a step costs no work for each in Python."""

import numpy as np

from .random_numbers import stream_of, uniforms
from .rows import OVERRIDDEN, SAMPLED, Environment, Request, Sample


def row_type(most_tokens: int) -> np.dtype:
    return np.dtype(
        [
            ("request", np.int64),
            ("sampling", np.uint64, 4),
            ("environment", np.uint64, 4),
            # To feed next, and its place in the sequence.
            ("token", np.int64),
            ("position", np.int64),
            # In the response, prefill counted, of the token that is sampled next.
            ("response_position", np.uint64),
            ("sampled", np.int64),
            ("left", np.int64),
            # Whether the environment still acts.
            ("exposed", np.bool_),
            ("stopped", np.bool_),
            ("tokens", np.int32, most_tokens),
            ("log_probabilities", np.float32, most_tokens),
            ("origins", np.uint8, most_tokens),
        ]
    )


class LiveRows:
    """The first `count` of the slots are live, the others are zeros."""

    def __init__(
        self, slots: int, most_tokens: int, vocabulary: int, stops: frozenset[int], environment: Environment | None
    ) -> None:
        self.rows = np.zeros(slots, row_type(most_tokens))
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
        row["left"] = request.cap
        row["exposed"] = self.environment is not None and self.environment.until not in request.prefill
        self.count += 1
        return self.count - 1

    def uniforms(self) -> np.ndarray:
        """The next number of every live row: float64 [count]."""
        live = self.rows[: self.count]
        return uniforms(live["sampling"], live["response_position"])

    def advance(self, sampled: np.ndarray, log_probabilities: np.ndarray) -> list[int]:
        """Takes the tokens sampled for the live rows, [count], as the environment leaves them; the slots that are finished."""
        live = self.rows[: self.count]
        tokens = sampled if self.environment is None else self.replace(live, sampled, self.environment)
        kept = tokens == sampled
        places = (np.arange(self.count), live["sampled"])
        live["tokens"][places] = tokens
        live["log_probabilities"][places] = np.where(kept, log_probabilities, 0)
        live["origins"][places] = np.where(kept, SAMPLED, OVERRIDDEN)
        live["token"] = tokens
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
        tokens, scores, origins = (row[name][: row["sampled"]].copy() for name in ("tokens", "log_probabilities", "origins"))
        finished = int(row["request"]), Sample(tokens, scores, origins, bool(row["stopped"]))
        self.count -= 1
        self.rows[slot] = self.rows[self.count]
        self.rows[self.count] = np.zeros((), self.rows.dtype)
        return finished


def table_of(vocabulary: int, tokens: frozenset[int]) -> np.ndarray:
    """Which tokens are in a set, bool [vocabulary]."""
    table = np.zeros(vocabulary, np.bool_)
    table[[token for token in tokens if token < vocabulary]] = True
    return table
