"""What a pass takes of memory, asked before it begins: ranks that run it together cannot stop in the middle."""

import torch

from .limits import check_limit
from .model import Policy, head_size
from .row_scores import logit_bytes
from .target_scores import LOGITS_BYTES

FLOAT = 4
SHARE = 0.9
"""Of the free memory that is counted on: pieces of it are too small for what is asked."""


def check_room(policy: Policy, tokens: int, alone: bool) -> None:
    """Raises torch.OutOfMemoryError. On GPUs the memory of the pass is taken as one block and given back to torch.

    `alone`: the pass itself may fail.
    """
    check_limit(tokens)
    if not alone and policy.device.type == "cuda":
        torch.empty(pass_bytes(policy, tokens), dtype=torch.uint8, device=policy.device)


def keeps_layers(policy: Policy, tokens: int) -> bool:
    """Whether memory holds what all layers of a pass keep for its gradient, beside what lies in it now."""
    if not policy.keeps_layers:
        return False
    free, _ = torch.cuda.mem_get_info(policy.device)
    unused = torch.cuda.memory_reserved(policy.device) - torch.cuda.memory_allocated(policy.device)
    # The first pass makes room for the gradient that the others add to.
    gradient = FLOAT * sum(weight.numel() for weight in policy.trained().values() if weight.grad is None)
    return pass_bytes(policy, tokens, recompute=False) + gradient <= SHARE * (free + unused)


def pass_bytes(policy: Policy, tokens: int, recompute: bool = True) -> int:
    """With logits scored without kernels, as packages/compiler/src/plan/torch-memory.ts has it; the weights are counted apart."""
    config = policy.model.config
    heads = config.num_attention_heads + config.num_key_value_heads
    layer = 6 * config.hidden_size + 2 * head_size(config) * heads + 4 * config.intermediate_size
    layers = config.num_hidden_layers
    kept = layers * config.hidden_size + layer if recompute else layers * layer
    number = torch.bfloat16 if policy.half else torch.float32
    logits = tokens * config.vocab_size * logit_bytes(number)
    # Beside an adapter in float32 layers keep float32. Of the output embedding, where it is trained, pieces of the gradient are summed.
    width = FLOAT if policy.adapter is not None else number.itemsize
    embedding = 0 if policy.adapter is not None else config.vocab_size * config.hidden_size
    return width * tokens * kept + FLOAT * embedding + min(logits, LOGITS_BYTES)
