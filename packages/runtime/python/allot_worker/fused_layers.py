"""Fused kernels for what stands between the products of a layer (norms, rotary angles, gates): Liger's, where it is installed.

Liger Kernel (arXiv:2410.10989) is written in Triton, which compiles a small program with the C compiler of the machine.
"""

import sys

import torch


def fuse_layers(model: torch.nn.Module, device: torch.device) -> bool:
    """Changes the model in its place, and of what models of its family that are made later are built. Whether it did.

    Nothing changes where Liger is not installed, or its kernels do not run on the device: the reason is told on stderr.
    """
    try:
        from liger_kernel.ops import LigerRMSNormFunction
        from liger_kernel.transformers.monkey_patch import _apply_liger_kernel_to_instance

        ones = torch.ones(1, 64, device=device, dtype=torch.bfloat16)
        LigerRMSNormFunction.apply(ones, ones[0], 1e-6, 0.0, "llama", False, None)
        _apply_liger_kernel_to_instance(model=model, cross_entropy=False, fused_linear_cross_entropy=False)
    # Of many kinds: no package, no compiler, no headers of Python, a card that Triton does not know, another version.
    except Exception as error:
        print(f"layers are not fused: {type(error).__name__}: {error}", file=sys.stderr)
        return False
    return True
