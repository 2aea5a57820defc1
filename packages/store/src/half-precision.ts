// BF16 and F16 bit patterns to float32.

/** bfloat16: the upper half of a float32. */
export function decodeBfloat16(bits: Uint16Array, into: Float32Array): void {
  const words = new Uint32Array(into.buffer, into.byteOffset, into.length);
  for (let i = 0; i < bits.length; i++) words[i] = (bits[i] as number) << 16;
}

/** IEEE 754 binary16, subnormal numbers, infinities and NaN included. */
export function decodeFloat16(bits: Uint16Array, into: Float32Array): void {
  for (let i = 0; i < bits.length; i++) {
    const half = bits[i] as number;
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 31) into[i] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else if (exponent === 0) into[i] = sign * fraction * 2 ** -24;
    else into[i] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
}
