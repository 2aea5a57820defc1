// Which engines can express a preset, and which can run it.
import type { EngineName, Preset } from '@allot/templates';
import type { PresetDocument } from '../documents/preset-document.js';

const engines: readonly EngineName[] = ['onnx', 'torch', 'verl', 'trl'];

export const enginesOf = ({ refusedBy }: Preset): readonly EngineName[] =>
  engines.filter((engine) => refusedBy[engine] === undefined);

/** Where its definition runs unless a flag says otherwise. */
export function engineOf({ definition }: Preset): PresetDocument['engine'] {
  const { name = 'onnx', ...settings } = definition.engine ?? {};
  return { name, ...('device' in settings && { device: settings.device }) };
}

/** Those that can run a preset with its base model. */
export const runningEngines = (engines: readonly EngineName[]): readonly EngineName[] =>
  engines.filter((engine) => engine !== 'onnx');

/** Why the engine onnx is not among them. */
export const aboutOnnx =
  'onnx expresses it too, but takes policies of up to 500 million parameters: with its base model it cannot run.';
