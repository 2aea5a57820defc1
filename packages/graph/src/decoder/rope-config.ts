// How config.json scales rotary position embeddings, in the old keys (`rope_theta`, `rope_scaling`) and the new one
// (`rope_parameters`), with the precedence and the defaults of Hugging Face transformers.
import { type ConfigReader, type ConfigSource, show } from './config-reader.js';

/** See `rope-frequencies.ts` for what each does. */
export type RopeScaling =
  | { readonly kind: 'default' }
  | { readonly kind: 'linear'; readonly factor: number }
  | {
      readonly kind: 'llama3';
      readonly factor: number;
      readonly lowFrequencyFactor: number;
      readonly highFrequencyFactor: number;
      readonly originalPositions: number;
    }
  | {
      readonly kind: 'yarn';
      readonly factor: number;
      /** Multiplies cos and sin, and so the scores by its square. */
      readonly attentionFactor: number;
      readonly betaFast: number;
      readonly betaSlow: number;
      readonly originalPositions: number;
      /** The corrected range begins and ends at whole dimensions. */
      readonly truncate: boolean;
    };

export interface RopeConfig {
  readonly theta: number;
  readonly scaling: RopeScaling;
}

const supported = "'default', 'linear', 'llama3' and 'yarn' are";
const remedy = 'Use a model whose rotary embeddings are plain or scaled by one of these rules.';

/** Problems are noted in the reader; what is returned then must not be used. */
export function readRope(source: ConfigSource, reader: ConfigReader, maxPositions: number): RopeConfig {
  const key = isFilled(source.rope_scaling) ? 'rope_scaling' : 'rope_parameters';
  const stated = source[key] ?? {};
  if (!isObject(stated)) {
    reader.report(key, `'${key}' must be an object, not ${show(stated)}`, remedy);
    return { theta: Number.NaN, scaling: { kind: 'default' } };
  }
  const rope = reader.below(key, stated);
  refusePartial(source, reader);
  refusePartial(stated, rope);
  for (const layerType of ['full_attention', 'sliding_attention'])
    if (layerType in stated)
      rope.report(layerType, 'rotary embeddings that differ by layer are not supported', remedy);
  const theta =
    stated.rope_theta === undefined ? reader.positive('rope_theta', 10_000) : rope.positive('rope_theta');
  const original = originalPositions(source, stated, reader, rope, maxPositions);
  return { theta, scaling: readScaling(stated, rope, { original, maxPositions }) };
}

interface Positions {
  readonly original: () => number;
  readonly maxPositions: number;
}

function readScaling(stated: ConfigSource, rope: ConfigReader, positions: Positions): RopeScaling {
  const key = stated.rope_type === undefined && stated.type !== undefined ? 'type' : 'rope_type';
  const kind = stated[key] ?? 'default';
  if (kind === 'default') return { kind };
  if (kind === 'linear') return { kind, factor: rope.positive('factor') };
  if (kind === 'llama3') return readLlama3(rope, positions);
  if (kind === 'yarn') return readYarn(stated, rope, positions);
  rope.report(key, `rotary embeddings of type ${show(kind)} are not supported; ${supported}`, remedy);
  return { kind: 'default' };
}

function readLlama3(rope: ConfigReader, { original }: Positions): RopeScaling {
  const lowFrequencyFactor = rope.positive('low_freq_factor');
  const highFrequencyFactor = rope.positive('high_freq_factor');
  if (highFrequencyFactor <= lowFrequencyFactor)
    rope.report('high_freq_factor', 'high_freq_factor must exceed low_freq_factor', remedy);
  const factor = rope.positive('factor');
  return { kind: 'llama3', factor, lowFrequencyFactor, highFrequencyFactor, originalPositions: original() };
}

function readYarn(
  stated: ConfigSource,
  rope: ConfigReader,
  { original, maxPositions }: Positions,
): RopeScaling {
  const originalPositions = original();
  // A factor that is there and null follows from the positions.
  const factor = stated.factor === null ? maxPositions / originalPositions : rope.positive('factor');
  const betaFast = rope.positive('beta_fast', 32);
  const betaSlow = rope.positive('beta_slow', 1);
  const inferred = inferAttentionFactor(
    factor,
    optional(stated, rope, 'mscale'),
    optional(stated, rope, 'mscale_all_dim'),
  );
  const attentionFactor = rope.positive('attention_factor', inferred);
  const truncate = rope.flag('truncate', true);
  return { kind: 'yarn', factor, attentionFactor, betaFast, betaSlow, originalPositions, truncate };
}

/** Numbers of 0 count as absent, as in transformers. */
const optional = (stated: ConfigSource, rope: ConfigReader, key: string): number | undefined =>
  stated[key] === undefined || stated[key] === null || stated[key] === 0 ? undefined : rope.positive(key);

/** 0.1 ln(factor) + 1 (YaRN, arXiv:2309.00071, equation 22), or DeepSeek's ratio of two such numbers. */
function inferAttentionFactor(
  factor: number,
  mscale: number | undefined,
  mscaleAllDim: number | undefined,
): number {
  const temperature = (weight: number): number => (factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1);
  return mscale === undefined || mscaleAllDim === undefined
    ? temperature(1)
    : temperature(mscale) / temperature(mscaleAllDim);
}

/** Positions before scaling: beside the rope's parameters, among them, or the positions that the config states. */
function originalPositions(
  source: ConfigSource,
  stated: ConfigSource,
  reader: ConfigReader,
  rope: ConfigReader,
  maxPositions: number,
): () => number {
  const key = 'original_max_position_embeddings';
  const outside = source[key] !== undefined && source[key] !== null;
  return () =>
    outside ? reader.count(key) : rope.count(key, stated[key] === undefined ? maxPositions : undefined);
}

function refusePartial(source: ConfigSource, { report }: ConfigReader): void {
  const partial = source.partial_rotary_factor ?? 1;
  if (partial !== 1)
    report(
      'partial_rotary_factor',
      `rotary embeddings of a part of each head (partial_rotary_factor ${show(partial)}) are not supported`,
      'Use a model that rotates whole heads.',
    );
}

const isObject = (value: unknown): value is ConfigSource =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** transformers takes an empty or absent `rope_scaling` for none. */
const isFilled = (value: unknown): boolean =>
  value !== undefined && value !== null && !(isObject(value) && Object.keys(value).length === 0);
