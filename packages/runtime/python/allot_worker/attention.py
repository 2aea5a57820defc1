"""The attention that transformers calls in every layer: packed sequences, or rows with a cache and a mask."""

import torch
from torch.nn.functional import scaled_dot_product_attention
from transformers import AttentionInterface

from .pack import Pack

try:  # torch 2.10 and later
    from torch.nn.attention.varlen import varlen_attn
except ImportError:
    varlen_attn = None

NAME = "allot"


def attend(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    pack: Pack | None = None,
    **_: object,
) -> tuple[torch.Tensor, None]:
    """query: [batch, heads, time, size]; key and value may have fewer heads. Returns [batch, time, heads, size].

    Dropout is never applied: a policy's log-probabilities must not depend on chance.
    """
    if pack is None:
        output = _attend_cached(query, key, value, attention_mask, scaling)
    elif varlen_attn is not None and query.is_cuda and query.dtype != torch.float32:
        return _attend_varlen(query, key, value, scaling, pack), None
    else:
        output = _attend_each(query, key, value, scaling, pack)
    return output.transpose(1, 2), None


def _attend_cached(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None, scaling: float | None
) -> torch.Tensor:
    """One query a row and head. Heads that read the same keys stand like queries of one head: the cache is read once."""
    rows, heads, _, size = query.shape
    shared = query.view(rows, key.shape[1], heads // key.shape[1], size)
    output = scaled_dot_product_attention(shared, key, value, attn_mask=mask, scale=scaling)
    return output.reshape(rows, heads, 1, size)


def _attend_each(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, scaling: float | None, pack: Pack
) -> torch.Tensor:
    """Causal attention of one sequence after the other: no work is done for pairs of tokens of different ones."""
    pieces = [part.split(list(pack.lengths), dim=2) for part in (query, key, value)]
    outputs = [
        scaled_dot_product_attention(q, k, v, is_causal=True, scale=scaling, enable_gqa=True)
        for q, k, v in zip(*pieces)
    ]
    return torch.cat(outputs, dim=2)


def _attend_varlen(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, scaling: float | None, pack: Pack
) -> torch.Tensor:
    q, k, v = (part[0].transpose(0, 1) for part in (query, key, value))
    longest = max(pack.lengths)
    output = varlen_attn(
        q, k, v, pack.starts, pack.starts, longest, longest, scale=scaling, window_size=(-1, 0), enable_gqa=True
    )
    return output[None]


AttentionInterface.register(NAME, attend)
