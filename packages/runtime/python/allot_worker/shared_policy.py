"""The policy of several ranks: its weights sharded with FSDP2, or an adapter beside weights that all of them have."""

import types
from collections.abc import Callable
from typing import TypeVar

import torch
import torch.distributed as dist
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh
from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard, register_fsdp_forward_method
from transformers import AutoModelForCausalLM

from . import attention
from .model import Policy
from .shards import gathered

T = TypeVar("T")


class ShardedPolicy(Policy):
    """Every rank holds a part of each weight, in float32; a pass gathers one layer after the other, in bfloat16 on a GPU.

    `model`: whole, on the CPU.
    """

    def __init__(self, model: torch.nn.Module, device: torch.device, checkpointing: bool, ranks: int) -> None:
        super().__init__(model, device, checkpointing)
        self._whole: Policy | None = None
        mesh = init_device_mesh(device.type, (ranks,))
        # Gradients are summed in float32.
        half = MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
        precision = half if self.half else MixedPrecisionPolicy()
        for layer in model.get_decoder().layers:
            fully_shard(layer, mesh=mesh, mp_policy=precision)
        fully_shard(model, mesh=mesh, mp_policy=precision)
        # Weights outside of layers are there while the model's own forward pass runs: here that is a pass and its loss.
        model.run_pass = types.MethodType(lambda _, work: work(), model)
        register_fsdp_forward_method(model, "run_pass")
        self.gradient_scale = ranks / mean_of_ones(mesh)

    def run_pass(self, work: Callable[[], T]) -> T:
        return self.model.run_pass(work)

    def whole(self) -> Policy:
        """Gathered a tensor at a time; kept until the weights change."""
        if self._whole is None:
            number = torch.bfloat16 if self.half else torch.float32
            with self.device:
                model = AutoModelForCausalLM.from_config(
                    self.model.config, dtype=number, attn_implementation=attention.NAME
                )
            model.requires_grad_(False)
            places = dict(model.named_parameters())
            for name, shard in self.model.named_parameters():
                places[name].copy_(gathered(shard.detach()))
            self._whole = Policy(model, self.device, False)
        return self._whole

    def begin_change(self) -> None:
        self._whole = None


def mean_of_ones(mesh: DeviceMesh) -> float:
    """What the reduction of gradients makes of 1 on every rank: 1, or a sum where gloo has no mean (torch 2.7)."""
    ones = torch.ones(mesh.size(), device=mesh.device_type)
    mean = torch.empty(1, device=mesh.device_type)
    # Its name since torch 2.13, and before.
    reduce_scatter = getattr(dist, "reduce_scatter_single", None) or dist.reduce_scatter_tensor
    reduce_scatter(mean, ones, op=dist.ReduceOp.AVG, group=mesh.get_group())
    return float(mean)


class AlikePolicy(Policy):
    """Every rank holds all weights, of which an adapter alone is trained: its gradients are summed, so that all ranks stay alike."""

    def sum_gradients(self) -> None:
        for parameter in self.trained().values():
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
            dist.all_reduce(parameter.grad)
