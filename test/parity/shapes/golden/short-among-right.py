"""The reward short-among-right as NumPy code."""

import numpy as np


def short_among_right(*, tokens, correct, group):
    """The reward short-among-right.

        threshold = quantile(0.3)[group](tokens where correct)
        others = mean[group without itself](tokens where correct)
        correct && tokens <= threshold ? 1 + rank[group](-tokens where correct) / max(count[group](correct
        where correct), 1) : -0.1 * (tokens > others)

    tokens: Length of the response, with or without the prefill as `response.prefillInLength` says.
    correct: Whether the answer is right.
    group: Equal for the rollouts of one problem in one step.
    """
    tokens = np.asarray(tokens, dtype=float)
    correct = np.asarray(correct, dtype=bool)
    groups = scope_of(group)
    groups_without_itself = without_itself(groups)
    with np.errstate(all="ignore"):
        threshold = quantile_of(tokens, groups, 0.3, where=correct, empty=4096.0)
        others = mean_of(tokens, groups_without_itself, where=correct, empty=0.0)
        group_rank = rank_of(-tokens, groups, where=correct, ties="mean")
        group_count_correct = count_of(groups, where=correct)
        return np.where(
            correct & (tokens <= threshold),
            1 + group_rank / np.maximum(group_count_correct, 1.0),
            -0.1 * (tokens > others),
        )


def scope_of(*keys):
    """Rows with equal keys make a set: every row as a member, the member's set, and the set a row reads."""
    sets, *others = (np.unique(np.asarray(key), return_inverse=True)[1] for key in keys)
    for other in others:
        sets = np.unique(sets * (other.max(initial=0) + 1) + other, return_inverse=True)[1]
    return np.arange(len(sets)), sets, sets


def without_itself(scope):
    """A set for every row: the members of its set but the row itself."""
    member, sets, of_row = scope
    rows = np.arange(len(of_row))
    size = np.bincount(sets)
    first = np.cumsum(size) - size
    reads = size[of_row]
    row = np.repeat(rows, reads)
    place = np.arange(len(row)) - np.repeat(np.cumsum(reads) - reads, reads)
    other = member[np.argsort(sets, kind="stable")][first[of_row[row]] + place]
    return other[other != row], row[other != row], rows


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


def quantile_of(of, scope, share, where=True, *, empty):
    """Quantile of the members, linear between two of them; NaN with a NaN, `empty` where there is none."""
    values, sets, count = members_of(of, scope, where)
    values = values[np.lexsort((values, sets))]
    size = np.bincount(sets, minlength=count)
    some = size > 0
    first = (np.cumsum(size) - size)[some]
    last = size[some] - 1
    place = share * last
    below = values[first + np.floor(place).astype(int)]
    above = values[first + np.ceil(place).astype(int)]
    between = below + (above - below) * (place - np.floor(place))
    quantile = np.full(count, empty, dtype=float)
    quantile[some] = np.where(np.isnan(values[first + last]), np.nan, between)
    return quantile[scope[2]]


def rank_of(of, scope, where=True, *, ties):
    """Members below the row's value; of others equal to it none ("min"), half ("mean") or all ("max")."""
    sets = scope[2]
    of = np.broadcast_to(np.asarray(of, dtype=float), sets.shape)
    where = np.broadcast_to(where, sets.shape)
    values, place = np.unique(of, return_inverse=True)
    key = sets * len(values) + place
    members = np.sort(key[where])
    below = np.searchsorted(members, key) - np.searchsorted(members, sets * len(values))
    equal = np.searchsorted(members, key, side="right") - np.searchsorted(members, key) - where
    return np.where(np.isnan(of), 0.0, below + {"min": 0.0, "mean": 0.5, "max": 1.0}[ties] * equal)
