"""What can go wrong, by who can mend it: the user, more memory, or we."""

import torch


class UserError(Exception):
    """A setting or a file is not usable; the message says which."""


class OutOfMemory(Exception):
    """The device's memory does not hold the work, however it is cut."""


class Cancelled(Exception):
    """The caller asked for the job to end."""


AGREED = (UserError, OutOfMemory, Cancelled)
"""Failures that every rank of a worker has at the same place, so that the worker may go on."""


def failure_of(kind: str, message: str) -> Exception:
    """What `kind_of` gave, as a failure of all ranks."""
    return {"user": UserError, "memory": OutOfMemory, "cancelled": Cancelled}[kind](message)


def kind_of(error: BaseException) -> str:
    """`user`, `memory`, `cancelled` or `bug`."""
    if isinstance(error, UserError):
        return "user"
    if isinstance(error, (OutOfMemory, torch.OutOfMemoryError, MemoryError)):
        return "memory"
    return "cancelled" if isinstance(error, Cancelled) else "bug"
