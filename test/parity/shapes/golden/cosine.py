"""The reward cosine as NumPy code."""

import numpy as np


def cosine(
    *,
    tokens,
    correct,
    l_max,
    margin=16.0,
    exceed=-10.0,
    correct_long=1.0,
    correct_short=2.0,
    wrong_long=0.0,
    wrong_short=-10.0,
):
    """Cosine length reward: right answers better short, wrong answers better long

    Demystifying Long Chain-of-Thought Reasoning in LLMs, arXiv 2502.03373, section 4

        tokens + margin >= lMax ? exceed : correct ? correctLong + 0.5 * (correctShort - correctLong) * (1
        + cos(pi * tokens / lMax)) : wrongLong + 0.5 * (wrongShort - wrongLong) * (1 + cos(pi * tokens /
        lMax))

    tokens: Length of the response, with or without the prefill as `response.prefillInLength` says.
    correct: Whether the answer is right.
    l_max: Most tokens of a response: `response.maxTokens`.
    """
    tokens = np.asarray(tokens, dtype=float)
    correct = np.asarray(correct, dtype=bool)
    l_max = np.asarray(l_max, dtype=float)
    with np.errstate(all="ignore"):
        return np.where(
            tokens + margin >= l_max,
            exceed,
            np.where(
                correct,
                correct_long + 0.5 * (correct_short - correct_long) * (1 + np.cos(np.pi * tokens / l_max)),
                wrong_long + 0.5 * (wrong_short - wrong_long) * (1 + np.cos(np.pi * tokens / l_max)),
            ),
        )
