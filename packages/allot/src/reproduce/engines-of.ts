// Which engines can express a preset.
import type { EngineName, Preset } from '@allot/templates';

const engines: readonly EngineName[] = ['onnx', 'torch', 'verl', 'trl'];

export const enginesOf = ({ refusedBy }: Preset): readonly EngineName[] =>
  engines.filter((engine) => refusedBy[engine] === undefined);
