"""What is asked for and what comes back, one trajectory each; an environment that replaces tokens."""

from dataclasses import dataclass

import numpy as np

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


@dataclass(frozen=True)
class Sample:
    """What follows a prefix, one entry a token: int32, float32 (0 at a token that was put there), uint8."""

    tokens: np.ndarray
    log_probabilities: np.ndarray
    origins: np.ndarray
    stopped: bool
