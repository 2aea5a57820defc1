"""The policy and its optimizer as files: the layout of packages/store, so that a run may go on with another engine."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from .failures import UserError
from .optimizer import Optimizer
from .shards import gathered, scattered
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
    adapter: bool
    """Whether the weights are those of the adapter alone."""


def take_snapshot(
    weights: Mapping[str, torch.Tensor], optimizer: Optimizer, keeps: bool, adapter: bool = False
) -> Snapshot:
    """All ranks gather together, a tensor at a time; one of them keeps it, the others get an empty one."""

    def copy(tensors: Mapping[str, torch.Tensor]) -> Tensors:
        copies: Tensors = {}
        for name, tensor in tensors.items():
            whole = gathered(tensor.detach())
            if keeps:
                copies[name] = whole.to("cpu", torch.float32, copy=True)
        return copies

    return Snapshot(copy(weights), copy(optimizer.moments()), optimizer.step_count, adapter)


def save_weights(folder: Path, tensors: Tensors) -> None:
    """`model.safetensors`, or numbered shards and their index. Every file has reached the disk on return."""
    shards = split_into_shards(tensors)
    if len(shards) == 1:
        save_tensors(folder / "model.safetensors", shards[0], WEIGHTS)
        return
    names = [f"model-{number + 1:05}-of-{len(shards):05}.safetensors" for number in range(len(shards))]
    for name, shard in zip(names, shards):
        save_tensors(folder / name, shard, WEIGHTS)
    total = sum(tensor.nbytes for tensor in tensors.values())
    places = {tensor: name for name, shard in zip(names, shards) for tensor in shard}
    index = {"metadata": {"total_size": total}, "weight_map": places}
    save_text(folder / "model.safetensors.index.json", json.dumps(index, indent=2) + "\n")


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
    save_tensors(file, moments, {"optimizer_step": str(step_count)})


def load_moments(file: Path) -> tuple[Tensors, int]:
    """The moments, and how many steps they stand for."""
    tensors, metadata = _load(file)
    return tensors, int(metadata.get("optimizer_step", 0))


def load_weights(folder: Path, parameters: Mapping[str, torch.nn.Parameter]) -> None:
    """Puts the weights of a folder with the model's own layout into its parameters."""
    load_tensors(sorted(folder.glob("*.safetensors")), parameters)


def load_tensors(files: Sequence[Path], parameters: Mapping[str, torch.nn.Parameter]) -> None:
    """Puts tensors into the parameters of their names."""
    found: Tensors = {}
    for file in files:
        found |= _load(file)[0]
    with torch.no_grad():
        for name, parameter in parameters.items():
            if name not in found:
                raise UserError(f"the weights in {', '.join(map(str, files))} lack {name}")
            if found[name].shape != parameter.shape:
                raise UserError(f"{name} has the shape {tuple(found[name].shape)} and not {tuple(parameter.shape)}")
            parameter.copy_(scattered(found[name], parameter))


def _load(file: Path) -> tuple[Tensors, dict[str, str]]:
    try:
        with safe_open(str(file), framework="pt") as opened:
            return {name: opened.get_tensor(name) for name in opened.keys()}, opened.metadata() or {}
    except (OSError, SafetensorError) as error:
        raise UserError(f"{file} cannot be read: {error}") from error


def save_tensors(file: Path, tensors: Tensors, metadata: dict[str, str]) -> None:
    """The file has reached the disk on return."""
    try:
        save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, str(file), metadata=metadata)
        _sync(file)
    except (OSError, SafetensorError) as error:
        raise UserError(f"{file} cannot be written: {error}") from error


def save_text(file: Path, text: str) -> None:
    """The file has reached the disk on return."""
    file.write_text(text, encoding="utf-8")
    _sync(file)


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
