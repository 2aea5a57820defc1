"""The reward hbpo as NumPy code."""

import numpy as np


def hbpo(*, tokens, correct, budget, l_max, beta=4.0):
    """HBPO: inside its budget a right answer earns what the budget is worth, past it less and less

    Hierarchical Budget Policy Optimization, arXiv 2507.15844, equations 1-3

        correct && tokens <= lMax ? tokens > budget ? beta * cos(pi * tokens / (2 * lMax)) - 1 / lMax *
        abs(tokens - budget) : beta * cos(pi * budget / (2 * lMax)) : 0

    tokens: Length of the response, with or without the prefill as `response.prefillInLength` says.
    correct: Whether the answer is right.
    budget: Token budget of the tier.
    l_max: Most tokens of a response: `response.maxTokens`.
    """
    tokens = np.asarray(tokens, dtype=float)
    correct = np.asarray(correct, dtype=bool)
    budget = np.asarray(budget, dtype=float)
    l_max = np.asarray(l_max, dtype=float)
    with np.errstate(all="ignore"):
        return np.where(
            correct & (tokens <= l_max),
            np.where(
                tokens > budget,
                beta * np.cos(np.pi * tokens / (2 * l_max)) - 1 / l_max * np.abs(tokens - budget),
                beta * np.cos(np.pi * budget / (2 * l_max)),
            ),
            0.0,
        )
