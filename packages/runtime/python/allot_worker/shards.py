"""Tensors on their way into the shards of several ranks and out of them."""

import torch
from torch.distributed.tensor import DTensor


def gathered(tensor: torch.Tensor) -> torch.Tensor:
    """The whole tensor, on every rank; all ranks must ask."""
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def scattered(whole: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """The tensor where and as `like` lies: of a sharded one, each rank takes its own rows."""
    if not isinstance(like, DTensor):
        return whole.to(like.device)
    mesh = like.device_mesh
    rank, parts = mesh.get_local_rank(), whole.chunk(mesh.size())
    own = parts[rank] if rank < len(parts) else whole[:0]
    return DTensor.from_local(
        own.to(like.device), mesh, like.placements, run_check=False, shape=whole.shape, stride=whole.stride()
    )
