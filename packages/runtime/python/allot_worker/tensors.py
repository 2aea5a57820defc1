"""Lists of sequences as tensors of a .safetensors file: `NAME` holds all values, `NAME.lengths` the length of each."""

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

Tensors = dict[str, torch.Tensor]


def read_tensors(path: str | Path) -> Tensors:
    return load_file(str(path))


def write_tensors(path: str | Path, tensors: Tensors) -> None:
    save_file({name: tensor.detach().contiguous().cpu() for name, tensor in tensors.items()}, str(path))


def split(tensors: Tensors, name: str) -> list[torch.Tensor]:
    """The sequences of a list, as views."""
    return list(tensors[name].split(tensors[f"{name}.lengths"].tolist()))


def join(name: str, sequences: Sequence[torch.Tensor], dtype: torch.dtype) -> Tensors:
    """The list as tensors of a file."""
    lengths = torch.tensor([len(sequence) for sequence in sequences], dtype=torch.int32)
    values = torch.cat(list(sequences)) if sequences else torch.empty(0)
    return {name: values.to(dtype), f"{name}.lengths": lengths}
