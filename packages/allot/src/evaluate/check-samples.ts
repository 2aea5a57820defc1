// Several samples of a problem at temperature 0: they are all the same.
import type { Diagnostic } from '@allot/spec';
import { reportCommand } from '../catalog.js';

interface Sampling {
  readonly samples?: number;
  readonly temperature?: number;
}

/** Of what the command line asks for; what a definition alone asks for was told when it was checked. */
export function checkSamples(
  { samples, temperature }: Sampling,
  stated: { readonly samplesPerProblem: number; readonly temperature: number } | undefined,
): readonly Diagnostic[] {
  const isAsked = samples !== undefined || temperature !== undefined;
  const count = samples ?? stated?.samplesPerProblem ?? 1;
  const isGreedy = (temperature ?? stated?.temperature) === 0;
  return isAsked && isGreedy && count > 1 ? [reportCommand('eval/greedy-samples', { samples: count })] : [];
}
