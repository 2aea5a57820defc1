// A plan that has passed the rules of verl or TRL, with what a bundle needs beside it; what is wrong is told.
import type { BundleInputs } from '@allot/compiler';
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import { tell } from '../cli/diagnostics.js';
import type { Terminal } from '../cli/terminal.js';
import { gatherInputs } from './gather-inputs.js';

export interface OpenPlan {
  readonly settings: ResolvedReinforcement;
  readonly inputs: BundleInputs;
}

/** Reads datasets and tokenizer; undefined where that fails. */
export async function openPlan(plan: Plan, terminal: Terminal): Promise<OpenPlan | undefined> {
  const { settings } = plan;
  if (settings.kind !== 'reinforcement') throw new Error('a supervised plan passed the rules of its engine');
  const [inputs, problems] = await gatherInputs(plan, settings);
  await tell(terminal, problems);
  return inputs && { settings, inputs };
}
