"""The reward numbers-as-flags as NumPy code."""

import numpy as np


def numbers_as_flags(*, thinking_tokens, mode, repetition, reward):
    """The reward numbers-as-flags.

        (thinkingTokens && repetition || -mode) + (round(reward % 3 / 0.5) + (reward || sign(repetition) ?
        reward ** 2 : 0.25))

    thinking_tokens: Tokens before the closing reasoning tag, counted like `tokens`.
    mode: 1 when the response thinks, 0 when it closes its reasoning at once.
    repetition: Share of repeated 4-grams among the sampled tokens: 1 - distinct / all; 0 below 4 tokens.
    reward: The reward that the trajectory got.
    """
    thinking_tokens = np.asarray(thinking_tokens, dtype=float)
    mode = np.asarray(mode, dtype=float)
    repetition = np.asarray(repetition, dtype=float)
    reward = np.asarray(reward, dtype=float)
    with np.errstate(all="ignore"):
        return (
            either(both(thinking_tokens, repetition), -mode)
            + (
                round_half_up(np.fmod(reward, 3.0) / 0.5)
                + np.where(holds(reward) | holds(sign(repetition)), reward ** 2, 0.25)
            )
        )


def holds(x):
    """Whether a number counts as true: all do but 0 and NaN."""
    return (np.asarray(x) != 0) & ~np.isnan(x)


def both(a, b):
    """`a && b`: b where a holds, else a."""
    return np.where(holds(a), b, a)


def either(a, b):
    """`a || b`: a where a holds, else b."""
    return np.where(holds(a), a, b)


def round_half_up(x):
    """The nearest whole number, halves up; the sign of x stays on a zero."""
    below = np.floor(x)
    return np.copysign(np.where(x - below >= 0.5, below + 1, below), x)


def sign(x):
    """-1, 0 or 1; the sign of x stays on a zero."""
    return np.copysign(np.sign(x), x)
