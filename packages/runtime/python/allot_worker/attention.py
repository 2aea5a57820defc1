"""The attention that transformers calls in every layer: packed sequences, or one query of each row that reads the row's cache."""

import inspect
from typing import Any

import torch
from torch.nn.functional import scaled_dot_product_attention
from transformers import AttentionInterface

from .pack import Pack

try:  # torch 2.10 and later
    from torch.nn.attention.varlen import varlen_attn
except ImportError:
    varlen_attn = None

NAME = "allot"


def _causal() -> dict[str, Any]:
    """How this torch is told that a query reads what came before it, and that heads share keys (2.11 asks for no word of it)."""
    known = inspect.signature(varlen_attn).parameters if varlen_attn is not None else {}
    causal: dict[str, Any] = {"window_size": (-1, 0)} if "window_size" in known else {"is_causal": True}
    return causal | ({"enable_gqa": True} if "enable_gqa" in known else {})


CAUSAL = _causal()


def attend(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    pack: Pack | None = None,
    rows: torch.Tensor | None = None,
    **_: object,
) -> tuple[torch.Tensor, None]:
    """query: [1, heads, tokens, size]; key and value may have fewer heads. Returns [1, tokens, heads, size].

    With a pack, key and value are those of the same tokens. Without, every token is of a row of its own, which reads its cache,
    [rows, shared heads, length, size]: with `rows`, int64 [tokens], by kernels to that position, else what a mask says.

    Dropout is never applied: a policy's log-probabilities must not depend on chance.
    """
    if pack is not None:
        by_kernel = varlen_attn is not None and value.is_cuda and value.dtype != torch.float32
        attend_pack = _attend_varlen if by_kernel else _attend_each
        return attend_pack(query, key, value, scaling, pack), None
    queries = query[0].transpose(0, 1)
    if rows is None:
        return _attend_masked(queries, key, value, attention_mask, scaling)[None], None
    from .decode_kernels import attend as attend_rows

    return attend_rows(queries, key, value, rows, scaling)[None], None


def _attend_masked(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None, scaling: float | None
) -> torch.Tensor:
    """query: [rows, heads, size]. Heads that read the same keys stand like queries of one head: the cache is read once."""
    rows, heads, size = query.shape
    shared = query.reshape(rows, key.shape[1], heads // key.shape[1], size)
    output = scaled_dot_product_attention(shared, key, value, attn_mask=mask, scale=scaling)
    return output.reshape(rows, heads, size)


def _attend_each(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, scaling: float | None, pack: Pack
) -> torch.Tensor:
    """Causal attention of one sequence after the other: no work is done for pairs of tokens of different ones."""
    pieces = [part.split(list(pack.lengths), dim=2) for part in (query, key, value)]
    outputs = [
        scaled_dot_product_attention(q, k, v, is_causal=True, scale=scaling, enable_gqa=True)
        for q, k, v in zip(*pieces)
    ]
    return torch.cat(outputs, dim=2).transpose(1, 2)


def _attend_varlen(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, scaling: float | None, pack: Pack
) -> torch.Tensor:
    # Rotated by float32 angles, queries and keys may be wider than values.
    q, k, v = (part[0].transpose(0, 1).to(value.dtype) for part in (query, key, value))
    longest = max(pack.lengths)
    return varlen_attn(q, k, v, pack.starts, pack.starts, longest, longest, scale=scaling, **CAUSAL)[None]


AttentionInterface.register(NAME, attend)
