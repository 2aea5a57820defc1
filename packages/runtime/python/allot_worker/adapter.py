"""A LoRA adapter (arXiv:2106.09685): matrices of low rank that are trained beside the frozen weights of a model, by peft."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

from . import checkpoint
from .failures import UserError
from .random_numbers import stream_of, uniforms
from .tensors import Tensors

NAME = "default"
"""What peft calls the adapter inside of the model; it is not in the names of files."""
CONFIG_FILE, WEIGHTS_FILE = "adapter_config.json", "adapter_model.safetensors"


class Adapter:
    """What is trained of a model with an adapter; the model itself is changed in place."""

    def __init__(self, model: torch.nn.Module, emitted: Mapping[str, Any]) -> None:
        """emitted: `adapter` of the emitted manifest: `config` of peft, `seed`, `parameters`."""
        try:
            from peft import LoraConfig, inject_adapter_in_model
            from peft.tuners.lora import LoraLayer
        except ImportError as error:
            raise UserError("an adapter needs the Python package peft, which `allot setup torch` installs") from error
        self.config = emitted["config"]
        self.seed = emitted["seed"]
        model.requires_grad_(False)
        inject_adapter_in_model(LoraConfig(**self.config), model, NAME)
        self.layers = [module for module in model.modules() if isinstance(module, LoraLayer)]
        found = {file_name(name): part for name, part in model.named_parameters() if part.requires_grad}
        expected = {parameter["name"]: tuple(parameter["shape"]) for parameter in emitted["parameters"]}
        if {name: tuple(part.shape) for name, part in found.items()} != expected:
            raise UserError(f"the adapter is not the one that was planned: {sorted(set(found) ^ set(expected))[:4]}")
        self.parameters = {name: found[name] for name in expected}
        for parameter in self.parameters.values():
            parameter.data = parameter.data.float()
        self.draw()

    @torch.no_grad()
    def draw(self) -> None:
        """A uniform in +-1 / sqrt(its columns), as in peft, from addressed random numbers; B zero, so that nothing changes yet."""
        for index, (name, parameter) in enumerate(self.parameters.items()):
            if name.endswith("lora_B.weight"):
                parameter.zero_()
                continue
            stream = np.array(stream_of(self.seed, "adapter", (index,)), dtype=np.uint64)
            count = parameter.numel()
            drawn = uniforms(np.broadcast_to(stream, (count, 4)), np.arange(count, dtype=np.uint64))
            bound = parameter.shape[1] ** -0.5
            parameter.copy_(torch.from_numpy(bound * (2 * drawn - 1)).reshape(parameter.shape))

    @contextmanager
    def off(self) -> Iterator[None]:
        """The model computes as if it had no adapter."""
        self._enable(False)
        try:
            yield
        finally:
            self._enable(True)

    def _enable(self, enabled: bool) -> None:
        for layer in self.layers:
            layer.enable_adapters(enabled)

    def save(self, folder: Path, tensors: Tensors) -> None:
        """A snapshot of its parameters, as peft reads it. Every file has reached the disk on return."""
        folder.mkdir(parents=True, exist_ok=True)
        checkpoint.save_text(folder / CONFIG_FILE, json.dumps(self.config, indent=2) + "\n")
        checkpoint.save_tensors(folder / WEIGHTS_FILE, tensors, checkpoint.WEIGHTS)

    def load(self, folder: Path) -> None:
        checkpoint.load_tensors([folder / WEIGHTS_FILE], self.parameters)


def file_name(name: str) -> str:
    """Of a parameter of the adapter, as peft's files have it."""
    return f"base_model.model.{name.replace(f'.{NAME}.', '.')}"


def own_parameters(model: torch.nn.Module) -> dict[str, torch.nn.Parameter]:
    """The parameters of a model without those of its adapter, by the names that they have without one."""
    named = model.named_parameters()
    return {name.replace(".base_layer.", "."): part for name, part in named if ".lora_" not in name}
