"""The reward ladder-by-budget as NumPy code."""

import numpy as np


def ladder_by_budget(*, tokens, budget, mode, progress, repetition):
    """The reward ladder-by-budget.

        budget == 512 ? log(repetition) / (mode - 1) : budget == 1024 ? log(repetition) / (mode - 1) :
        budget == 2048 ? log(repetition) / (mode - 1) : min(1, tokens / budget, progress)

    tokens: Length of the response, with or without the prefill as `response.prefillInLength` says.
    budget: Token budget of the tier.
    mode: 1 when the response thinks, 0 when it closes its reasoning at once.
    progress: Share of the run that is done: step / steps.
    repetition: Share of repeated 4-grams among the sampled tokens: 1 - distinct / all; 0 below 4 tokens.
    """
    tokens = np.asarray(tokens, dtype=float)
    budget = np.asarray(budget, dtype=float)
    mode = np.asarray(mode, dtype=float)
    progress = np.asarray(progress, dtype=float)
    repetition = np.asarray(repetition, dtype=float)
    with np.errstate(all="ignore"):
        return np.select(
            [budget == 512, budget == 1024, budget == 2048],
            [
                np.log(repetition) / (mode - 1),
                np.log(repetition) / (mode - 1),
                np.log(repetition) / (mode - 1),
            ],
            np.minimum(np.minimum(1.0, tokens / budget), progress),
        )
