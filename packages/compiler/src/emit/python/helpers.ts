// What NumPy lacks of a shape's meaning, as Python: an emitted module carries the helpers that it calls.

interface Helper {
  readonly calls?: readonly string[];
  readonly code: string;
}

const table = {
  holds: {
    code: `def holds(x):
    """Whether a number counts as true: all do but 0 and NaN."""
    return (np.asarray(x) != 0) & ~np.isnan(x)`,
  },
  both: {
    calls: ['holds'],
    code: `def both(a, b):
    """\`a && b\`: b where a holds, else a."""
    return np.where(holds(a), b, a)`,
  },
  either: {
    calls: ['holds'],
    code: `def either(a, b):
    """\`a || b\`: a where a holds, else b."""
    return np.where(holds(a), a, b)`,
  },
  power: {
    code: `def power(base, exponent):
    """base ** exponent; NaN where the exponent is NaN, and for 1 and -1 to an infinite one."""
    undefined = np.isnan(exponent) | ((np.abs(base) == 1) & np.isinf(exponent))
    return np.where(undefined, np.nan, np.power(base, exponent))`,
  },
  round_half_up: {
    code: `def round_half_up(x):
    """The nearest whole number, halves up; the sign of x stays on a zero."""
    below = np.floor(x)
    return np.copysign(np.where(x - below >= 0.5, below + 1, below), x)`,
  },
  sign: {
    code: `def sign(x):
    """-1, 0 or 1; the sign of x stays on a zero."""
    return np.copysign(np.sign(x), x)`,
  },
  scope_of: {
    code: `def scope_of(*keys):
    """Rows with equal keys make a set: every row as a member, the member's set, and the set a row reads."""
    sets, *others = (np.unique(np.asarray(key), return_inverse=True)[1] for key in keys)
    for other in others:
        sets = np.unique(sets * (other.max(initial=0) + 1) + other, return_inverse=True)[1]
    return np.arange(len(sets)), sets, sets`,
  },
  batch_of: {
    code: `def batch_of(*columns):
    """All rows make one set: every row as a member, the member's set, and the set a row reads."""
    rows = np.broadcast(*columns).size
    return np.arange(rows), np.zeros(rows, dtype=int), np.zeros(rows, dtype=int)`,
  },
  responses_of: {
    code: `def responses_of(row_of_token, *columns):
    """Every response is a set: every token as a member, the member's set, and the set a row reads."""
    row_of_token = np.asarray(row_of_token, dtype=int)
    return np.arange(len(row_of_token)), row_of_token, np.arange(np.broadcast(*columns).size)`,
  },
  spread: {
    code: `def spread(x, row_of_token):
    """A value of every row, for every token."""
    x = np.asarray(x)
    return x[row_of_token] if x.ndim > 0 else x`,
  },
  without_itself: {
    code: `def without_itself(scope):
    """A set for every row: the members of its set but the row itself."""
    member, sets, of_row = scope
    rows = np.arange(len(of_row))
    size = np.bincount(sets)
    first = np.cumsum(size) - size
    reads = size[of_row]
    row = np.repeat(rows, reads)
    place = np.arange(len(row)) - np.repeat(np.cumsum(reads) - reads, reads)
    other = member[np.argsort(sets, kind="stable")][first[of_row[row]] + place]
    return other[other != row], row[other != row], rows`,
  },
  pick: {
    code: `def pick(x, member):
    """The value of every member, from one for all or from a column."""
    x = np.asarray(x)
    return x[member] if x.ndim > 0 else np.broadcast_to(x, member.shape)`,
  },
  members_of: {
    calls: ['pick'],
    code: `def members_of(of, scope, where):
    """Values of the members that \`where\` leaves, the set of each, and how many sets there are."""
    member, sets, of_row = scope
    kept = pick(where, member)
    values = pick(np.asarray(of, dtype=float), member)
    return values[kept], sets[kept], of_row.max(initial=-1) + 1`,
  },
  mean_of: {
    calls: ['members_of'],
    code: `def mean_of(of, scope, where=True, *, empty):
    """Mean of the members; \`empty\` where there is none."""
    values, sets, count = members_of(of, scope, where)
    size = np.bincount(sets, minlength=count)
    mean = np.bincount(sets, values, count) / size
    return np.where(size == 0, empty, mean)[scope[2]]`,
  },
  std_of: {
    calls: ['members_of'],
    code: `def std_of(of, scope, where=True, *, ddof, empty):
    """Standard deviation of the members; \`empty\` where there are no more than \`ddof\`."""
    values, sets, count = members_of(of, scope, where)
    size = np.bincount(sets, minlength=count)
    mean = np.bincount(sets, values, count) / size
    squares = np.bincount(sets, (values - mean[sets]) ** 2, count)
    return np.where(size <= ddof, empty, np.sqrt(squares / (size - ddof)))[scope[2]]`,
  },
  min_of: {
    calls: ['members_of'],
    code: `def min_of(of, scope, where=True, *, empty):
    """Least member; \`empty\` where there is none."""
    values, sets, count = members_of(of, scope, where)
    least = np.full(count, np.inf)
    np.minimum.at(least, sets, values)
    return np.where(np.bincount(sets, minlength=count) == 0, empty, least)[scope[2]]`,
  },
  max_of: {
    calls: ['members_of'],
    code: `def max_of(of, scope, where=True, *, empty):
    """Greatest member; \`empty\` where there is none."""
    values, sets, count = members_of(of, scope, where)
    most = np.full(count, -np.inf)
    np.maximum.at(most, sets, values)
    return np.where(np.bincount(sets, minlength=count) == 0, empty, most)[scope[2]]`,
  },
  sum_of: {
    calls: ['members_of'],
    code: `def sum_of(of, scope, where=True):
    """Sum of the members; 0 where there is none."""
    values, sets, count = members_of(of, scope, where)
    return np.bincount(sets, values, count)[scope[2]]`,
  },
  count_of: {
    calls: ['members_of'],
    code: `def count_of(scope, where=True):
    """Number of members."""
    _, sets, count = members_of(0.0, scope, where)
    return np.bincount(sets, minlength=count)[scope[2]].astype(float)`,
  },
  quantile_of: {
    calls: ['members_of'],
    code: `def quantile_of(of, scope, share, where=True, *, empty):
    """Quantile of the members, linear between two of them; NaN with a NaN, \`empty\` where there is none."""
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
    return quantile[scope[2]]`,
  },
  rank_of: {
    code: `def rank_of(of, scope, where=True, *, ties):
    """Members below the row's value; of others equal to it none ("min"), half ("mean") or all ("max")."""
    sets = scope[2]
    of = np.broadcast_to(np.asarray(of, dtype=float), sets.shape)
    where = np.broadcast_to(where, sets.shape)
    values, place = np.unique(of, return_inverse=True)
    key = sets * len(values) + place
    members = np.sort(key[where])
    below = np.searchsorted(members, key) - np.searchsorted(members, sets * len(values))
    equal = np.searchsorted(members, key, side="right") - np.searchsorted(members, key) - where
    return np.where(np.isnan(of), 0.0, below + {"min": 0.0, "mean": 0.5, "max": 1.0}[ties] * equal)`,
  },
} as const satisfies Readonly<Record<string, Helper>>;

export type HelperName = keyof typeof table;
export const helperNames = Object.keys(table) as readonly HelperName[];

/** Code of these helpers and of those they call, in the order of the table. */
export function helperCode(used: ReadonlySet<HelperName>): readonly string[] {
  const called = (name: HelperName): readonly HelperName[] =>
    ((table[name] as Helper).calls ?? []) as readonly HelperName[];
  const withCalled = (name: HelperName): readonly HelperName[] => [name, ...called(name).flatMap(withCalled)];
  const needed = new Set<string>([...used].flatMap(withCalled));
  return helperNames.filter((name) => needed.has(name)).map((name) => table[name].code);
}
