"""Weights in bfloat16 to compute with, beside those in float32 that an update changes: small changes add up in the latter alone."""

import torch


class Masters:
    """`parameters`: the float32 weights of a model, whose own weights are in bfloat16 from then on.

    Gradients are in bfloat16 within a pass; over the passes of an update they are summed in float32 (as FSDP2 does with
    `reduce_dtype`, arXiv:1710.03740).
    """

    def __init__(self, model: torch.nn.Module) -> None:
        self.parameters = {
            name: torch.nn.Parameter(parameter.detach().clone()) for name, parameter in model.named_parameters()
        }
        self.halves = list(weights_in_half(model).parameters())
        for half, master in zip(self.halves, self.parameters.values()):
            half.register_post_accumulate_grad_hook(lambda half, master=master: move_gradient(half, master))

    @torch.no_grad()
    def round(self) -> None:
        """The weights that are computed with become the float32 ones, in their place."""
        torch._foreach_copy_(self.halves, list(self.parameters.values()))


def move_gradient(half: torch.nn.Parameter, master: torch.nn.Parameter) -> None:
    """Adds what a pass left at a weight in bfloat16 to the sum at its master, which is in float32; nothing stays behind."""
    gradient, half.grad = half.grad, None
    if master.grad is None:
        master.grad = gradient.float()
    else:
        master.grad += gradient


def weights_in_half(model: torch.nn.Module) -> torch.nn.Module:
    """The model with its weights in bfloat16. The frequencies of its rotary embedding stay in float32: rounded, they would turn
    late tokens by wrong angles."""
    for parameter in model.parameters():
        parameter.data = parameter.data.to(torch.bfloat16)
    return model
