"""Who does what: work dealt over the ranks, about as much for each. Depends on the sizes alone, so that all ranks agree."""

from collections.abc import Sequence

from .rows import Request


def deal(sizes: Sequence[int], count: int) -> list[list[int]]:
    """The numbers of the things each rank gets, in their order: the largest first, to whoever has least."""
    shares: list[list[int]] = [[] for _ in range(count)]
    sums = [0] * count
    for number in sorted(range(len(sizes)), key=lambda number: (-sizes[number], number)):
        least = min(range(count), key=lambda rank: (sums[rank], rank))
        shares[least].append(number)
        sums[least] += sizes[number]
    return [sorted(share) for share in shares]


def deal_requests(requests: Sequence[Request], count: int) -> list[list[int]]:
    """Balanced by caps. Equal prefixes stay together, so that their cache is computed once, up to a rank's fair share."""
    fair = sum(request.cap for request in requests) / count
    open_group: dict[tuple[int, ...], int] = {}
    groups: list[list[int]] = []
    sizes: list[int] = []
    for number, request in enumerate(requests):
        group = open_group.get(request.prefix)
        if group is None or sizes[group] + request.cap > fair:
            group = open_group[request.prefix] = len(groups)
            groups.append([])
            sizes.append(0)
        groups[group].append(number)
        sizes[group] += request.cap
    return [sorted(number for group in share for number in groups[group]) for share in deal(sizes, count)]
