"""The policy and its optimizer as files: the layout of packages/store, so that a run may go on with another engine."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from .failures import UserError
from .optimizer import Optimizer
from .tensors import Tensors

# One entry each: the writer puts several in an order of chance.
WEIGHTS = {"format": "pt"}
SHARD_BYTES = 5_000_000_000
"""Tensor bytes of one weights file at which another is begun, as in packages/store."""


@dataclass(frozen=True)
class Snapshot:
    """The policy and its optimizer at one moment, in memory of the host that no later update changes; float32."""

    weights: Tensors
    moments: Tensors
    step_count: int
    """Optimizer steps taken."""


def take_snapshot(model: torch.nn.Module, optimizer: Optimizer) -> Snapshot:
    def copy(tensors: Mapping[str, torch.Tensor]) -> Tensors:
        return {name: tensor.detach().to("cpu", torch.float32, copy=True) for name, tensor in tensors.items()}

    return Snapshot(copy(dict(model.named_parameters())), copy(optimizer.moments()), optimizer.step_count)


def save_weights(folder: Path, tensors: Tensors) -> None:
    """`model.safetensors`, or numbered shards and their index. Every file has reached the disk on return."""
    shards = split_into_shards(tensors)
    if len(shards) == 1:
        _save(folder / "model.safetensors", shards[0], WEIGHTS)
        return
    names = [f"model-{number + 1:05}-of-{len(shards):05}.safetensors" for number in range(len(shards))]
    for name, shard in zip(names, shards):
        _save(folder / name, shard, WEIGHTS)
    total = sum(tensor.nbytes for tensor in tensors.values())
    places = {tensor: name for name, shard in zip(names, shards) for tensor in shard}
    index = {"metadata": {"total_size": total}, "weight_map": places}
    file = folder / "model.safetensors.index.json"
    file.write_text(json.dumps(index, indent=2) + "\n")
    _sync(file)


def split_into_shards(tensors: Mapping[str, torch.Tensor]) -> list[Tensors]:
    shards: list[Tensors] = [{}]
    size = 0
    for name, tensor in tensors.items():
        if shards[-1] and size + tensor.nbytes > SHARD_BYTES:
            shards.append({})
            size = 0
        shards[-1][name] = tensor
        size += tensor.nbytes
    return shards


def save_moments(file: Path, moments: Tensors, step_count: int) -> None:
    _save(file, moments, {"optimizer_step": str(step_count)})


def load_moments(file: Path) -> tuple[Tensors, int]:
    """The moments, and how many steps they stand for."""
    tensors, metadata = _load(file)
    return tensors, int(metadata.get("optimizer_step", 0))


def load_weights(folder: Path, model: torch.nn.Module) -> None:
    """Puts the weights of a folder with the model's own layout into the model."""
    found: Tensors = {}
    for file in sorted(folder.glob("*.safetensors")):
        found |= _load(file)[0]
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name not in found:
                raise UserError(f"the weights in {folder} lack {name}")
            parameter.copy_(found[name])


def _load(file: Path) -> tuple[Tensors, dict[str, str]]:
    try:
        with safe_open(str(file), framework="pt") as opened:
            return {name: opened.get_tensor(name) for name in opened.keys()}, opened.metadata() or {}
    except (OSError, SafetensorError) as error:
        raise UserError(f"{file} cannot be read: {error}") from error


def _save(file: Path, tensors: Tensors, metadata: dict[str, str]) -> None:
    try:
        save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, str(file), metadata=metadata)
        _sync(file)
    except (OSError, SafetensorError) as error:
        raise UserError(f"{file} cannot be written: {error}") from error


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
