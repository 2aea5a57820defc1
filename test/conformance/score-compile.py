"""Compiles the kernels for an NVIDIA GPU (sm_90), which needs none. Prints the bytes of each as JSON."""

import json

import triton
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource

from allot_worker import score_kernels

TYPES = {"logits": "*bf16", "stride": "i32", "targets": "*i64", "temperature": "fp32"}
CONSTANTS = {"vocabulary": 151936, "BLOCK": score_kernels.BLOCK}


def compiled_size(kernel: triton.JITFunction) -> int:
    types = {name: "constexpr" if name in CONSTANTS else TYPES.get(name, "*fp32") for name in kernel.arg_names}
    source = ASTSource(kernel, signature=types, constexprs=CONSTANTS)
    compiled = triton.compile(source, target=GPUTarget("cuda", 90, 32), options={"num_warps": score_kernels.WARPS})
    return len(compiled.asm["cubin"])


print(json.dumps([compiled_size(kernel) for kernel in (score_kernels.score_row, score_kernels.differentiate_row)]))
