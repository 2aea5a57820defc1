// Rotary position tables, rounded as Hugging Face rounds them (frequencies and angles in float32).
import type { Builder } from '../ir/builder.js';
import type { Node } from '../ir/node.js';
import type { DecoderConfig } from './decoder-config.js';

export interface Rotation {
  /** [A, S, headDim / 2] */
  readonly cos: Node;
  readonly sin: Node;
}

/** Tables instead of Cos and Sin in the graph: those are imprecise for large angles on some GPUs. */
export function buildRotation(g: Builder, config: DecoderConfig, positions: Node): Rotation {
  const half = config.headDim / 2;
  const angles = new Float32Array(config.maxPositions * half);
  for (let index = 0; index < half; index++) {
    const frequency = Math.fround(
      1 / Math.fround(config.ropeTheta ** Math.fround((2 * index) / config.headDim)),
    );
    for (let position = 0; position < config.maxPositions; position++) {
      angles[position * half + index] = frequency * position;
    }
  }
  const shape = [config.maxPositions, half];
  return {
    cos: g.gather(g.constant(angles.map(Math.cos), shape), positions),
    sin: g.gather(g.constant(angles.map(Math.sin), shape), positions),
  };
}
