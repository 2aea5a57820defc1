"""The processes of one worker: torchrun starts them, one a GPU or several on the CPU, and every one runs every request.

A failure of one rank could leave the others waiting for ever. So what a rank does by itself goes through `by_itself`, which
tells the others; a rank that fails where tensors are exchanged ends its process, and torchrun ends the rest.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch.distributed.rendezvous import rendezvous

from .failures import AGREED, OutOfMemory, failure_of, kind_of

T = TypeVar("T")

PATIENCE = timedelta(days=365)
"""Between two requests a user may think, and ranks sample for unequally long."""
LOOK_SECONDS = 0.1
"""Between two looks for a cancelled request, or for torchrun."""


class Ranks:
    """One process: nothing to exchange."""

    rank = 0
    count = 1
    out_of_memory: type[Exception] = torch.OutOfMemoryError
    """After which an update may begin anew."""

    def __init__(self) -> None:
        self.cancelled: set[int] = set()
        self.sums: dict[str, int] = {}

    def share(self, value: T) -> T:
        """What the first rank has, on every rank."""
        return value

    def gather(self, value: T) -> list[T]:
        """What the ranks have, in their order, on the first rank; elsewhere nothing."""
        return [value]

    def sum(self, numbers: Mapping[str, float]) -> dict[str, float]:
        """Of what all ranks have, on every rank."""
        return dict(numbers)

    def add(self, name: str, amount: int) -> int:
        """To a sum that all ranks add to, each when it likes; what it is now."""
        self.sums[name] = self.sums.get(name, 0) + amount
        return self.sums[name]

    def by_itself(self, work: Callable[[], T]) -> T:
        """Work that needs no other rank; where it fails on one, it fails on all, for the same reason."""
        return work()

    def cancel(self, number: int) -> None:
        """A request is to end; said by the first rank."""
        self.cancelled.add(number)

    def is_cancelled(self, number: int) -> bool:
        return number in self.cancelled

    def leave(self) -> None:
        """When all is done."""


class ManyRanks(Ranks):
    """One of several, over torch.distributed: gloo between processes, NCCL between GPUs."""

    # In the middle of a pass the others wait for what this rank can no longer give.
    out_of_memory = OutOfMemory

    def __init__(self) -> None:
        self.store, self.rank, self.count = next(iter(rendezvous("env://")))
        backend = "cpu:gloo,cuda:nccl" if torch.cuda.is_available() else "gloo"
        dist.init_process_group(backend, store=self.store, rank=self.rank, world_size=self.count)
        self.group = dist.new_group(backend="gloo", timeout=PATIENCE)
        self.looked = 0.0
        threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()

    def share(self, value: T) -> T:
        held = [value]
        dist.broadcast_object_list(held, 0, group=self.group)
        return held[0]

    def gather(self, value: T) -> list[T]:
        held: list[Any] | None = [None] * self.count if self.rank == 0 else None
        dist.gather_object(value, held, 0, group=self.group)
        return held or []

    def all(self, value: T) -> list[T]:
        held: list[Any] = [None] * self.count
        dist.all_gather_object(held, value, group=self.group)
        return held

    def sum(self, numbers: Mapping[str, float]) -> dict[str, float]:
        of_all = self.all(dict(numbers))
        return {name: sum(each[name] for each in of_all) for name in numbers}

    def add(self, name: str, amount: int) -> int:
        return self.store.add(name, amount)

    def by_itself(self, work: Callable[[], T]) -> T:
        result, failure = None, None
        try:
            result = work()
        except (*AGREED, torch.OutOfMemoryError) as error:
            failure = (kind_of(error), str(error))
        failures = self.all(failure)
        for rank, failed in enumerate(failures):
            if failed is not None:
                kind, message = failed
                # What all ranks say needs no number.
                everywhere = failures.count(failed) == self.count
                raise failure_of(kind, message if everywhere else f"rank {rank}: {message}")
        return result  # type: ignore[return-value]

    def cancel(self, number: int) -> None:
        self.store.set(f"cancelled/{number}", "")

    def is_cancelled(self, number: int) -> bool:
        now = time.monotonic()
        if now - self.looked < LOOK_SECONDS:
            return False
        self.looked = now
        return self.store.check([f"cancelled/{number}"])

    def leave(self) -> None:
        # Ended as it is: where Python ends before gloo's threads, they abort the process.
        self.all(None)
        sys.stdout.flush()
        os._exit(0)


def join_ranks() -> Ranks:
    """As torchrun says; without it one process, which initialises nothing."""
    return ManyRanks() if int(os.environ.get("WORLD_SIZE", "1")) > 1 else Ranks()


def end_with_parent(parent: int) -> None:
    """A torchrun that was killed ends nobody: its children look for it."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)
