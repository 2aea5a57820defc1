"""Addressed randomness: the numbers of packages/spec/src/random.ts, for many rows at once.

Philox-4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): seed and purpose are the
key, a hash of the address and the index the counter.
"""

from collections.abc import Sequence

import numpy as np

PURPOSES = {"sampling": 1, "environment": 2, "adapter": 8}
MASK = 0xFFFFFFFF


def stream_of(seed: int, purpose: str, address: Sequence[int]) -> tuple[int, int, int, int]:
    """The key and the upper half of the counter of a stream: key 0, key 1, low, high."""
    low, high = hash_address(address)
    key1 = (seed // 2**32) ^ (PURPOSES[purpose] * 0x9E3779B1)
    return seed & MASK, key1 & MASK, low, high


def uniforms(streams: np.ndarray, indices: np.ndarray) -> np.ndarray:
    """streams: uint64 [rows, 4] of `stream_of`; indices: uint64 [rows]. Float64 [rows] in [0, 1), of 24 bits."""
    key0, key1, low, high = (streams[:, column] for column in range(4))
    word = philox(indices & np.uint64(MASK), indices >> np.uint64(32), low, high, key0, key1)
    return (word >> np.uint64(8)).astype(np.float64) / 2**24


def philox(
    x0: np.ndarray, x1: np.ndarray, x2: np.ndarray, x3: np.ndarray, key0: np.ndarray, key1: np.ndarray
) -> np.ndarray:
    """The first of the four words; all are 32-bit numbers in uint64."""
    mask, half = np.uint64(MASK), np.uint64(32)
    for _ in range(10):
        product0, product1 = x0 * np.uint64(0xD2511F53), x2 * np.uint64(0xCD9E8D57)
        x0, x1 = (product1 >> half) ^ x1 ^ key0, product1 & mask
        x2, x3 = (product0 >> half) ^ x3 ^ key1, product0 & mask
        key0, key1 = (key0 + np.uint64(0x9E3779B9)) & mask, (key1 + np.uint64(0xBB67AE85)) & mask
    return x0


def hash_address(address: Sequence[int]) -> tuple[int, int]:
    """Two words that name an address; murmur3 finalisers over every 32-bit half."""
    low, high = 0x243F6A88 ^ len(address), 0x85A308D3
    for part in address:
        for word in (part & MASK, (part // 2**32) & MASK):
            low = mix(low ^ word)
            high = mix(high * 31 + low + word)
    return low, high


def mix(value: int) -> int:
    x = value & MASK
    x = ((x ^ (x >> 16)) * 0x85EBCA6B) & MASK
    x = ((x ^ (x >> 13)) * 0xC2B2AE35) & MASK
    return x ^ (x >> 16)
