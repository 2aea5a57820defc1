// Checks a pretrained model: a config.json that the graphs can compute, and tensors that fit it. No weight is read.
import type { DecoderConfig } from '@allot/graph';
import { type Diagnostic, type ModelTensor, showText } from '@allot/spec';
import { report } from '../diagnostics/report.js';

export type Place = Partial<Pick<Diagnostic, 'path' | 'span'>>;

/** The parsed config, or one diagnostic for each thing in it that the graphs do not compute. */
export async function checkConfig(
  config: Readonly<Record<string, unknown>>,
  place: Place,
): Promise<readonly [DecoderConfig | undefined, readonly Diagnostic[]]> {
  const { parseDecoderConfig } = await import('@allot/graph');
  const parsed = parseDecoderConfig(config);
  const unsupported = (parsed.problems ?? []).map(({ path, message, remedy }) =>
    report('policy/unsupported-model', { key: path, problem: message, remedy }, place),
  );
  return [parsed.config, unsupported];
}

/** One diagnostic for each way in which tensors do not fit the config; the first of a kind is named. */
export async function checkTensors(
  config: DecoderConfig,
  tensors: readonly ModelTensor[],
  place: Place,
): Promise<readonly Diagnostic[]> {
  const { decoderParameters, isDerivedTensor } = await import('@allot/graph');
  const wanted = new Map(decoderParameters(config).map((parameter) => [parameter.name, parameter.shape]));
  const present = new Set(tensors.map(({ name }) => name));
  const known = tensors.filter(({ name }) => wanted.has(name));
  const expectedShape = (name: string): string => printShape(wanted.get(name) ?? []);
  return [
    ...ofFirst(
      [...wanted.keys()].filter((name) => !present.has(name)),
      (name, more) => report('policy/tensor-missing', { name, more }, place),
    ),
    ...ofFirst(
      tensors.filter(({ name }) => !wanted.has(name) && !isDerivedTensor(config, name)),
      ({ name }, more) => report('policy/tensor-unexpected', { name: showText(name), more }, place),
    ),
    ...ofFirst(
      known.filter(({ name, shape }) => printShape(shape) !== expectedShape(name)),
      ({ name, shape }, more) => {
        const [actual, expected] = [printShape(shape), expectedShape(name)];
        return report(
          'policy/tensor-shape',
          { name, expected, actual, more },
          { ...place, expected, actual },
        );
      },
    ),
    ...ofFirst(
      known.filter(({ dtype }) => !trainable.includes(dtype)),
      ({ name, dtype }, more) => report('policy/tensor-type', { name, dtype, more }, place),
    ),
  ];
}

/** Types of weights that can be read as float32. */
const trainable: readonly string[] = ['F32', 'BF16', 'F16'];

const printShape = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

function ofFirst<T>(found: readonly T[], say: (first: T, more: string) => Diagnostic): readonly Diagnostic[] {
  const [first] = found;
  if (first === undefined) return [];
  return [say(first, found.length > 1 ? `, and ${found.length - 1} more` : '')];
}
