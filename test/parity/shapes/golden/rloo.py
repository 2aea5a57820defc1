"""The advantage rloo as NumPy code."""

import numpy as np


def rloo(*, reward, group):
    """RLOO: a rollout against the mean of its siblings

    Back to Basics: Revisiting REINFORCE Style Optimization, arXiv 2402.14740

        count[group](1) / max(count[group](1) - 1, 1) * (reward - mean[group](reward))

    reward: The reward that the trajectory got.
    group: Equal for the rollouts of one problem in one step.
    """
    reward = np.asarray(reward, dtype=float)
    groups = scope_of(group)
    with np.errstate(all="ignore"):
        group_count = count_of(groups)
        group_mean_reward = mean_of(reward, groups, empty=0.0)
        return group_count / np.maximum(group_count - 1, 1.0) * (reward - group_mean_reward)


def scope_of(*keys):
    """Rows with equal keys make a set: every row as a member, the member's set, and the set a row reads."""
    sets, *others = (np.unique(np.asarray(key), return_inverse=True)[1] for key in keys)
    for other in others:
        sets = np.unique(sets * (other.max(initial=0) + 1) + other, return_inverse=True)[1]
    return np.arange(len(sets)), sets, sets


def pick(x, member):
    """The value of every member, from one for all or from a column."""
    x = np.asarray(x)
    return x[member] if x.ndim > 0 else np.broadcast_to(x, member.shape)


def members_of(of, scope, where):
    """Values of the members that `where` leaves, the set of each, and how many sets there are."""
    member, sets, of_row = scope
    kept = pick(where, member)
    values = pick(np.asarray(of, dtype=float), member)
    return values[kept], sets[kept], of_row.max(initial=-1) + 1


def mean_of(of, scope, where=True, *, empty):
    """Mean of the members; `empty` where there is none."""
    values, sets, count = members_of(of, scope, where)
    size = np.bincount(sets, minlength=count)
    mean = np.bincount(sets, values, count) / size
    return np.where(size == 0, empty, mean)[scope[2]]


def count_of(scope, where=True):
    """Number of members."""
    _, sets, count = members_of(0.0, scope, where)
    return np.bincount(sets, minlength=count)[scope[2]].astype(float)
