"""AdamW and gradient clipping with the formulas of packages/graph/src/optimizer; learning rates come with each step."""

from collections.abc import Mapping

import torch

from .shards import gathered, scattered
from .tensors import Tensors

MOMENTS = {"first_moment": "exp_avg", "second_moment": "exp_avg_sq"}
"""Names in `optimizer.safetensors`, and in torch's state."""


class Optimizer:
    """torch's AdamW (arXiv:1711.05101) with the moments of every trained parameter, from the first step."""

    def __init__(self, parameters: Mapping[str, torch.nn.Parameter], fused: bool) -> None:
        self.parameters = dict(parameters)
        self.adamw = torch.optim.AdamW(self.parameters.values(), fused=fused)
        self.step_count = 0
        self.set_state(None, 0)

    def set_state(self, moments: Tensors | None, step_count: int) -> None:
        """`moments`: by `first_moment.NAME` and `second_moment.NAME`; None: zeros."""
        self.step_count = step_count
        # A fused step keeps its counters where the parameters are.
        fused = bool(self.adamw.defaults["fused"])
        for name, parameter in self.parameters.items():
            state: dict[str, torch.Tensor] = {
                "step": torch.tensor(float(step_count), device=parameter.device if fused else "cpu")
            }
            for ours, theirs in MOMENTS.items():
                given = None if moments is None else moments[f"{ours}.{name}"]
                state[theirs] = torch.zeros_like(parameter) if given is None else scattered(given, parameter)
            self.adamw.state[parameter] = state

    def moments(self) -> Tensors:
        return {
            f"{ours}.{name}": self.adamw.state[parameter][theirs]
            for ours, theirs in MOMENTS.items()
            for name, parameter in self.parameters.items()
        }

    def step(self, settings: Mapping[str, float]) -> float:
        """One step on the accumulated gradients; the norm before clipping. Nothing changes where that is not finite."""
        for parameter in self.parameters.values():
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
        gradients = [parameter.grad for parameter in self.parameters.values()]
        norm = gathered(torch.nn.utils.get_total_norm(gradients))
        if norm.isfinite():
            most = settings["max_gradient_norm"]
            if most > 0:
                torch.nn.utils.clip_grads_with_norm_(self.parameters.values(), most, norm)
            for group in self.adamw.param_groups:
                group["lr"] = settings["learning_rate"]
                group["betas"] = (settings["beta1"], settings["beta2"])
                group["eps"] = settings["epsilon"]
                group["weight_decay"] = settings["weight_decay"]
            self.adamw.step()
            self.step_count += 1
        self.clear()
        return float(norm)

    def clear(self) -> None:
        self.adamw.zero_grad(set_to_none=True)
