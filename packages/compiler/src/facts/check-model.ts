// Checks a pretrained model: a config.json that the graphs can compute, and weights that fit it.

import type { DecoderConfig } from '@allot/graph';
import type { Diagnostic, ModelInspection } from '@allot/spec';
import { report } from '../diagnostics/report.js';

type Place = Partial<Pick<Diagnostic, 'path' | 'span'>>;

/** The parsed config, and one diagnostic for each way in which config or weights do not fit. */
export async function checkModel(
  model: ModelInspection,
  place: Place,
): Promise<readonly [DecoderConfig | undefined, readonly Diagnostic[]]> {
  const { decoderParameters, parseDecoderConfig } = await import('@allot/graph');
  const { config, problems } = parseDecoderConfig(model.config);
  if (!config)
    return [
      undefined,
      problems.map(({ message }) => report('policy/unsupported-model', { problem: message }, place)),
    ];
  return [config, checkTensors(model, decoderParameters(config), place)];
}

interface Wanted {
  readonly name: string;
  readonly shape: readonly number[];
}

function checkTensors(model: ModelInspection, wanted: readonly Wanted[], place: Place): Diagnostic[] {
  const shapes = new Map(model.tensors.map(({ name, shape }) => [name, shape]));
  const missing = wanted.filter(({ name }) => !shapes.has(name));
  const wrong = wanted.filter(({ name, shape }) => {
    const actual = shapes.get(name);
    return actual && printShape(actual) !== printShape(shape);
  });
  const diagnostics: Diagnostic[] = [];
  const [firstMissing] = missing;
  if (firstMissing)
    diagnostics.push(
      report('policy/tensor-missing', { name: firstMissing.name, more: andMore(missing.length) }, place),
    );
  const [firstWrong] = wrong;
  if (firstWrong) {
    const expected = printShape(firstWrong.shape);
    const actual = printShape(shapes.get(firstWrong.name) ?? []);
    diagnostics.push(
      report(
        'policy/tensor-shape',
        { name: firstWrong.name, expected, actual, more: andMore(wrong.length) },
        { ...place, expected, actual },
      ),
    );
  }
  return diagnostics;
}

const printShape = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

const andMore = (count: number): string => (count > 1 ? `, and ${count - 1} more` : '');
