"""One trajectory while it is sampled, and what an environment makes of its tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from .random_numbers import stream_of, uniforms

SAMPLED, PREFILL, OVERRIDDEN = 0, 1, 2
"""TokenOrigin of packages/spec."""


@dataclass(frozen=True)
class Request:
    """A prompt and a prefill, at most `cap` tokens sampled after them, and the address of their random numbers."""

    prompt: tuple[int, ...]
    prefill: tuple[int, ...]
    cap: int
    seed: int
    address: tuple[int, ...]

    @property
    def prefix(self) -> tuple[int, ...]:
        return self.prompt + self.prefill


@dataclass(frozen=True)
class Environment:
    """See `TokenOverrideTable` of packages/spec."""

    after: frozenset[int]
    until: int
    replace: dict[int, int]
    rate: float


@dataclass
class Row:
    request: int
    sampling: tuple[int, int, int, int]
    environment: tuple[int, int, int, int]
    token: int
    """To feed next."""
    position: int
    """Of that token in the sequence."""
    response_position: int
    """Of the token that is sampled next, in the response, prefill counted."""
    left: int
    """Tokens that may still be sampled."""
    exposed: bool
    """Whether the environment still acts."""
    tokens: list[int] = field(default_factory=list)
    log_probabilities: list[float] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    stopped: bool = False


def start_row(number: int, request: Request, environment: Environment | None) -> Row:
    return Row(
        request=number,
        sampling=stream_of(request.seed, "sampling", request.address),
        environment=stream_of(request.seed, "environment", request.address),
        token=request.prefix[-1],
        position=len(request.prefix) - 1,
        response_position=len(request.prefill),
        left=request.cap,
        exposed=environment is not None and environment.until not in request.prefill,
    )


def advance_row(
    row: Row, sampled: int, log_probability: float, environment: Environment | None, stops: frozenset[int]
) -> bool:
    """Takes the token sampled for a row, as the environment leaves it; true when the row is finished."""
    token = replace_token(row, sampled, environment)
    kept = token == sampled
    row.tokens.append(token)
    row.log_probabilities.append(log_probability if kept else 0.0)
    row.origins.append(SAMPLED if kept else OVERRIDDEN)
    if environment is not None and token == environment.until:
        row.exposed = False
    row.token = token
    row.position += 1
    row.response_position += 1
    row.left -= 1
    row.stopped = token in stops
    return row.stopped or row.left <= 0


def replace_token(row: Row, token: int, environment: Environment | None) -> int:
    if environment is None or not row.exposed or row.token not in environment.after:
        return token
    other = environment.replace.get(token)
    if other is None or next_uniforms([row.environment], [row.response_position])[0] >= environment.rate:
        return token
    return other


def next_uniforms(streams: Sequence[tuple[int, int, int, int]], indices: Sequence[int]) -> np.ndarray:
    return uniforms(np.array(streams, dtype=np.uint64), np.array(indices, dtype=np.uint64))
