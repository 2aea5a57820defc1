// Puts the policy's weights into an emitted graph without reading its protobuf.
import type { LoadedGraph } from './messages.js';

/** A copy of the graph's file with the parameters at their places, as little-endian float32. */
export function patchWeights({ bytes, description }: LoadedGraph, parameters: Float32Array): Uint8Array {
  const patched = new Uint8Array(bytes.byteLength);
  patched.set(new Uint8Array(bytes));
  for (const { flatOffset, elements, fileOffset } of description.weights) {
    const from = parameters.byteOffset + 4 * flatOffset;
    patched.set(new Uint8Array(parameters.buffer, from, 4 * elements), fileOffset);
  }
  return patched;
}
