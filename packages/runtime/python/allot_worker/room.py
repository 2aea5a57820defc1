"""Whether a pass fits into memory, asked before it begins: ranks that run it together cannot stop in the middle."""

import torch

from .limits import check_limit
from .model import Policy
from .row_scores import logit_bytes
from .target_scores import LOGITS_BYTES

FLOAT = 4


def check_room(policy: Policy, tokens: int, alone: bool) -> None:
    """Raises torch.OutOfMemoryError. On GPUs the memory of the pass is taken as one block and given back to torch.

    `alone`: the pass itself may fail.
    """
    check_limit(tokens)
    if not alone and policy.device.type == "cuda":
        torch.empty(pass_bytes(policy, tokens), dtype=torch.uint8, device=policy.device)


def pass_bytes(policy: Policy, tokens: int) -> int:
    """With layers computed again and logits scored without kernels, as packages/compiler/src/plan/torch-memory.ts has it; the weights
    are counted apart."""
    config = policy.model.config
    size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    heads = config.num_attention_heads + config.num_key_value_heads
    layer = 6 * config.hidden_size + 2 * size * heads + 4 * config.intermediate_size
    kept = config.num_hidden_layers * config.hidden_size + layer
    number = torch.bfloat16 if policy.half else torch.float32
    logits = tokens * config.vocab_size * logit_bytes(number)
    # Of the output embedding, where it is trained, pieces of the gradient are summed in float32.
    embedding = 0 if policy.adapter else config.vocab_size * config.hidden_size
    return FLOAT * (tokens * kept + embedding) + min(logits, LOGITS_BYTES)
