"""The advantage hbpo as NumPy code."""

import numpy as np


def hbpo(*, budget, l_max, reward, tier, group, beta=4.0, epsilon=0.000001):
    """HBPO: how a tier does against its budget, and how a rollout does in its group

    Hierarchical Budget Policy Optimization, arXiv 2507.15844, Algorithm 1

        mean[tier](reward) - beta * cos(pi * budget / (2 * lMax)) + (reward - mean[group](reward)) /
        (std[group](reward) + epsilon)

    budget: Token budget of the tier.
    l_max: Most tokens of a response: `response.maxTokens`.
    reward: The reward that the trajectory got.
    tier: Index of the tier, from 0.
    group: Equal for the rollouts of one problem in one step.
    """
    budget = np.asarray(budget, dtype=float)
    l_max = np.asarray(l_max, dtype=float)
    reward = np.asarray(reward, dtype=float)
    groups = scope_of(group)
    tiers = scope_of(group, tier)
    with np.errstate(all="ignore"):
        tier_mean_reward = mean_of(reward, tiers, empty=0.0)
        group_mean_reward = mean_of(reward, groups, empty=0.0)
        group_std_reward = std_of(reward, groups, ddof=1, empty=0.0)
        return (
            tier_mean_reward
            - beta * np.cos(np.pi * budget / (2 * l_max))
            + (reward - group_mean_reward) / (group_std_reward + epsilon)
        )


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


def std_of(of, scope, where=True, *, ddof, empty):
    """Standard deviation of the members; `empty` where there are no more than `ddof`."""
    values, sets, count = members_of(of, scope, where)
    size = np.bincount(sets, minlength=count)
    mean = np.bincount(sets, values, count) / size
    squares = np.bincount(sets, (values - mean[sets]) ** 2, count)
    return np.where(size <= ddof, empty, np.sqrt(squares / (size - ddof)))[scope[2]]
