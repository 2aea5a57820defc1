// A plan that has passed the rules for verl, with what a bundle needs beside it; what is wrong is told.
import type { VerlInputs } from '@allot/compiler';
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import { tell } from '../cli/diagnostics.js';
import type { Terminal } from '../cli/terminal.js';
import { gatherVerlInputs } from './gather-inputs.js';

export interface OpenPlan {
  readonly settings: ResolvedReinforcement;
  readonly inputs: VerlInputs;
}

/** Reads datasets and tokenizer; undefined where that fails. */
export async function openPlan(plan: Plan, terminal: Terminal): Promise<OpenPlan | undefined> {
  const { settings } = plan;
  if (settings.kind !== 'reinforcement') throw new Error('a supervised plan passed the rules for verl');
  const [inputs, problems] = await gatherVerlInputs(plan, settings);
  await tell(terminal, problems);
  return inputs && { settings, inputs };
}
