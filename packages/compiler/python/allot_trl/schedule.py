"""The learning rate of an optimizer step, as a share of the peak."""

from math import cos, pi

from allot_trl.settings import Schedule


def rate_share(schedule: Schedule, taken: int) -> float:
    """Of the step after `taken`: rises over `warmup_steps`, stays until `decay_from` of the run, falls towards `floor`."""
    if taken < schedule.warmup_steps:
        return (taken + 1) / schedule.warmup_steps
    if schedule.kind == "constant":
        return 1.0
    start = max(schedule.warmup_steps, schedule.decay_from * schedule.total)
    if taken <= start:
        return 1.0
    done = min(1.0, (taken - start) / (schedule.total - start))
    share = 1 - done if schedule.kind == "linear" else (1 + cos(pi * done)) / 2
    return schedule.floor + (1 - schedule.floor) * share
