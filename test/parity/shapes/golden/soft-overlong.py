"""The reward soft-overlong as NumPy code."""

import numpy as np


def soft_overlong(*, tokens, correct, l_max, lambda_=512.0):
    """The reward soft-overlong.

        left = lMax - tokens
        correct + min(max((left - 512) / lambda, -1), 0)

    tokens: Length of the response, with or without the prefill as `response.prefillInLength` says.
    correct: Whether the answer is right.
    l_max: Most tokens of a response: `response.maxTokens`.
    """
    tokens = np.asarray(tokens, dtype=float)
    correct = np.asarray(correct, dtype=bool)
    l_max = np.asarray(l_max, dtype=float)
    with np.errstate(all="ignore"):
        left = l_max - tokens
        return correct + np.minimum(np.maximum((left - 512) / lambda_, -1.0), 0.0)
