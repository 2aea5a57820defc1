"""Whether a pass fits into memory, asked before it begins: ranks that run it together cannot stop in the middle."""

import torch

from .limits import check_limit
from .model import Policy
from .score_choice import rows_on
from .target_scores import LOGITS_BYTES

FLOAT = 4


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
    return pass_bytes(policy, tokens, recompute=False) <= SHARE * (free + unused)


def pass_bytes(policy: Policy, tokens: int) -> int:
    """With layers computed again, as packages/compiler/src/plan/torch-memory.ts has it; the weights are counted apart."""
    config = policy.model.config
    size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    heads = config.num_attention_heads + config.num_key_value_heads
    layer = 4 * config.hidden_size + 2 * size * heads + 4 * config.intermediate_size
    kept = config.num_hidden_layers * config.hidden_size + layer
    number = torch.bfloat16 if policy.half else torch.float32
    logits = tokens * config.vocab_size * rows_on(policy.device.type).logit_bytes(number)
    return FLOAT * tokens * kept + min(logits, LOGITS_BYTES)
