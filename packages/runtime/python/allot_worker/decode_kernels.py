"""Kernels of a step of a rollout: each row writes its new key and value, and reads its own cache, as far as it goes.

The positions of a row are read in chunks, by programs side by side, whose parts are then put together (Flash-Decoding: Dao et al.,
"Flash-Decoding for long-context inference", 2023). What a row computes does not depend on the other rows: the same bits in every batch.
"""

import torch
import triton
import triton.language as tl

CHUNK = 512
"""Positions that one program reads."""
BLOCK = 64
"""Positions that it reads at once."""
LEAST_QUERIES = 16
"""Rows of the smallest product of a tensor core: query heads that share keys are filled up to it."""


def put(keys: torch.Tensor, values: torch.Tensor, positions: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> None:
    """Writes key and value, [rows, heads, size], at the positions of the rows. keys, values: [rows or more, heads, capacity, size]."""
    rows, heads, size = key.shape
    put_row[(rows, heads)](
        keys,
        values,
        positions,
        key,
        value,
        *keys.stride()[:3],
        *key.stride()[:2],
        *value.stride()[:2],
        size=size,
        SIZE=triton.next_power_of_2(size),
        num_warps=1,
    )


def attend(
    query: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, positions: torch.Tensor, scaling: float
) -> torch.Tensor:
    """What the queries [rows, heads, size] read of the caches [rows or more, shared heads, capacity, size], to their positions and with them."""
    rows, heads, size = query.shape
    shared, capacity = keys.shape[1:3]
    chunks = triton.cdiv(capacity, CHUNK)
    group = heads // shared
    parts = query.new_empty((rows, heads, chunks, size), dtype=torch.float32)
    sums = query.new_empty((rows, heads, chunks, 2), dtype=torch.float32)
    output = query.new_empty((rows, heads, size))
    width = triton.next_power_of_2(max(size, 16))
    attend_chunk[(rows, shared, chunks)](
        query,
        keys,
        values,
        positions,
        parts,
        sums,
        *query.stride()[:2],
        *keys.stride()[:3],
        chunks,
        # exp2 is what the hardware has.
        scaling * 1.4426950408889634,
        size=size,
        group=group,
        SIZE=width,
        GROUP=max(LEAST_QUERIES, triton.next_power_of_2(group)),
        CHUNK=CHUNK,
        BLOCK=BLOCK,
        num_warps=4,
        num_stages=3,
    )
    join_chunks[(rows, heads)](
        parts,
        sums,
        positions,
        output,
        chunks,
        size=size,
        SIZE=width,
        CHUNKS=triton.next_power_of_2(chunks),
        CHUNK=CHUNK,
        num_warps=2,
    )
    return output


@triton.jit
def put_row(
    keys,
    values,
    positions,
    key,
    value,
    row_stride,
    head_stride,
    position_stride,
    key_row_stride,
    key_head_stride,
    value_row_stride,
    value_head_stride,
    size: tl.constexpr,
    SIZE: tl.constexpr,
):
    row, head = tl.program_id(0), tl.program_id(1)
    numbers = tl.arange(0, SIZE)
    inside = numbers < size
    place = row.to(tl.int64) * row_stride + head * head_stride + tl.load(positions + row) * position_stride + numbers
    k = tl.load(key + row * key_row_stride + head * key_head_stride + numbers, mask=inside)
    v = tl.load(value + row * value_row_stride + head * value_head_stride + numbers, mask=inside)
    tl.store(keys + place, k, mask=inside)
    tl.store(values + place, v, mask=inside)


@triton.jit(do_not_specialize=["chunks"])
def attend_chunk(
    query,
    keys,
    values,
    positions,
    parts,
    sums,
    query_row_stride,
    query_head_stride,
    row_stride,
    head_stride,
    position_stride,
    chunks,
    scaling,
    size: tl.constexpr,
    group: tl.constexpr,
    SIZE: tl.constexpr,
    GROUP: tl.constexpr,
    CHUNK: tl.constexpr,
    BLOCK: tl.constexpr,
):
    row, shared, chunk = tl.program_id(0), tl.program_id(1), tl.program_id(2)
    length = (tl.load(positions + row) + 1).to(tl.int32)
    begin = chunk * CHUNK
    end = tl.minimum(begin + CHUNK, length)
    if begin < length:
        members = tl.arange(0, GROUP)
        numbers = tl.arange(0, SIZE)
        heads = shared * group + members
        inside = (members[:, None] < group) & (numbers[None, :] < size)
        q_places = query + row * query_row_stride + heads[:, None] * query_head_stride + numbers[None, :]
        q = tl.load(q_places, mask=inside, other=0.0)
        cache = row.to(tl.int64) * row_stride + shared * head_stride
        most = tl.full([GROUP], -1.0e30, tl.float32)
        total = tl.zeros([GROUP], tl.float32)
        sum_of_values = tl.zeros([GROUP, SIZE], tl.float32)
        # All blocks of the chunk: beyond its end nothing is read.
        for start in range(0, CHUNK, BLOCK):
            places = begin + start + tl.arange(0, BLOCK)
            there = places < end
            k_places = keys + cache + places[None, :] * position_stride + numbers[:, None]
            k = tl.load(k_places, mask=there[None, :] & (numbers[:, None] < size), other=0.0)
            scores = tl.dot(q, k) * scaling
            scores = tl.where(there[None, :], scores, -1.0e30)
            higher = tl.maximum(most, tl.max(scores, axis=1))
            weights = tl.where(there[None, :], tl.exp2(scores - higher[:, None]), 0.0)
            shrinking = tl.exp2(most - higher)
            v_places = values + cache + places[:, None] * position_stride + numbers[None, :]
            v = tl.load(v_places, mask=there[:, None] & (numbers[None, :] < size), other=0.0)
            sum_of_values = sum_of_values * shrinking[:, None] + tl.dot(weights.to(v.dtype), v)
            total = total * shrinking + tl.sum(weights, axis=1)
            most = higher
        part = (row * tl.num_programs(1) * group + heads).to(tl.int64) * chunks + chunk
        tl.store(parts + part[:, None] * size + numbers[None, :], sum_of_values, mask=inside)
        tl.store(sums + part * 2, most, mask=members < group)
        tl.store(sums + part * 2 + 1, total, mask=members < group)


@triton.jit(do_not_specialize=["chunks"])
def join_chunks(
    parts,
    sums,
    positions,
    output,
    chunks,
    size: tl.constexpr,
    SIZE: tl.constexpr,
    CHUNKS: tl.constexpr,
    CHUNK: tl.constexpr,
):
    row, head = tl.program_id(0), tl.program_id(1)
    place = (row * tl.num_programs(1) + head).to(tl.int64)
    last = (tl.load(positions + row) // CHUNK).to(tl.int32)
    numbers = tl.arange(0, SIZE)
    inside = numbers < size
    first = place * chunks
    of_chunks = tl.arange(0, CHUNKS)
    most = tl.max(tl.load(sums + (first + of_chunks) * 2, mask=of_chunks <= last, other=-1.0e30), axis=0)
    total = 0.0
    mean = tl.zeros([SIZE], tl.float32)
    # One after the other: the order does not depend on how many chunks a row could have.
    for chunk in range(0, CHUNKS):
        there = chunk <= last
        part = first + chunk
        share = tl.exp2(tl.load(sums + part * 2, mask=there, other=-1.0e30) - most)
        share = tl.where(there, share, 0.0)
        total += share * tl.load(sums + part * 2 + 1, mask=there, other=0.0)
        mean += share * tl.load(parts + part * size + numbers, mask=inside & there, other=0.0)
    tl.store(output + place * size + numbers, (mean / total).to(output.dtype.element_ty), mask=inside)
