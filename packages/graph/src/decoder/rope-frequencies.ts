// Angular frequencies of the rotary embedding, scaled for longer contexts, rounded to float32 where transformers rounds.
import type { DecoderConfig } from './decoder-config.js';
import type { RopeScaling } from './rope-config.js';

export interface RopeFrequencies {
  /** Radians a position, for each pair of dimensions: headDim / 2 numbers. */
  readonly frequencies: Float32Array;
  /** Multiplies cos and sin. */
  readonly attentionFactor: number;
}

const { fround } = Math;

/** theta^(-2i / headDim) for i = 0 .. headDim / 2 - 1 (RoFormer, arXiv:2104.09864), then the config's scaling. */
export function ropeFrequencies(
  config: Pick<DecoderConfig, 'headDim' | 'ropeTheta' | 'rope'>,
): RopeFrequencies {
  const { headDim, ropeTheta, rope } = config;
  const wavelengths = Float32Array.from(
    { length: headDim / 2 },
    (_, index) => ropeTheta ** fround((2 * index) / headDim),
  );
  const frequencies = wavelengths.map((wavelength) => 1 / wavelength);
  switch (rope.kind) {
    case 'default':
      return { frequencies, attentionFactor: 1 };
    case 'linear':
      return { frequencies: frequencies.map((frequency) => frequency / rope.factor), attentionFactor: 1 };
    case 'llama3':
      return { frequencies: frequencies.map(llama3(rope)), attentionFactor: 1 };
    case 'yarn':
      return { frequencies: yarn(wavelengths, config, rope), attentionFactor: rope.attentionFactor };
  }
}

/** Llama 3.1: long waves are slowed by the factor, short ones kept, those between mixed. */
function llama3(rope: RopeScaling & { readonly kind: 'llama3' }): (frequency: number) => number {
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalPositions } = rope;
  return (frequency) => {
    const wavelength = fround(fround(2 * Math.PI) / frequency);
    if (wavelength < originalPositions / high) return frequency;
    if (wavelength > originalPositions / low) return frequency / factor;
    const kept = fround(fround(fround(originalPositions / wavelength) - low) / (high - low));
    return fround(fround(fround(1 - kept) * frequency) / factor) + fround(kept * frequency);
  };
}

/** YaRN (arXiv:2309.00071, section 3.2): a ramp over the dimensions between kept and interpolated frequencies. */
function yarn(
  wavelengths: Float32Array,
  { headDim, ropeTheta }: Pick<DecoderConfig, 'headDim' | 'ropeTheta'>,
  rope: RopeScaling & { readonly kind: 'yarn' },
): Float32Array {
  const { factor, betaFast, betaSlow, originalPositions, truncate } = rope;
  const dimensionOf = (rotations: number): number =>
    (headDim * Math.log(originalPositions / (rotations * 2 * Math.PI))) / (2 * Math.log(ropeTheta));
  const [first, last] = [dimensionOf(betaFast), dimensionOf(betaSlow)];
  const low = Math.max(truncate ? Math.floor(first) : first, 0);
  const high = Math.min(truncate ? Math.ceil(last) : last, headDim - 1);
  const width = fround(low === high ? 0.001 : high - low);
  return wavelengths.map((wavelength, index) => {
    const interpolated = fround(Math.min(1, Math.max(0, fround(fround(index - fround(low)) / width))));
    const kept = fround(1 - interpolated);
    const slow = fround(1 / fround(factor * wavelength));
    return fround(slow * fround(1 - kept)) + fround(fround(1 / wavelength) * kept);
  });
}
