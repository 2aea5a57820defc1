// Rotary position tables, rounded as Hugging Face rounds them (frequencies and angles in float32).
import type { Builder } from '../ir/builder.js';
import type { Node } from '../ir/node.js';
import type { DecoderConfig } from './decoder-config.js';
import { ropeFrequencies } from './rope-frequencies.js';

export interface Rotation {
  /** [A, S, headDim / 2] */
  readonly cos: Node;
  readonly sin: Node;
}

/** Tables instead of Cos and Sin in the graph: those are imprecise for large angles on some GPUs. */
export function buildRotation(g: Builder, config: DecoderConfig, positions: Node): Rotation {
  const half = config.headDim / 2;
  const { frequencies, attentionFactor } = ropeFrequencies(config);
  const angles = new Float32Array(config.maxPositions * half);
  for (const [index, frequency] of frequencies.entries()) {
    for (let position = 0; position < config.maxPositions; position++) {
      angles[position * half + index] = frequency * position;
    }
  }
  const table = (wave: (angle: number) => number): Node =>
    g.constant(
      angles.map((angle) => attentionFactor * Math.fround(wave(angle))),
      [config.maxPositions, half],
    );
  return { cos: g.gather(table(Math.cos), positions), sin: g.gather(table(Math.sin), positions) };
}
