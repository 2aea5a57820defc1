// What most tests of the executor begin with.

import type { RuntimeHost } from '@allot/runtime';
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import { fakeHost } from './fake-engine.js';
import { planOf, tinyReinforcement } from './tiny-plan.js';

/** Options of a run in a folder of its own, of the tiny plan with some settings changed. */
export const startTiny = (
  runDirectory: string,
  changes: Partial<ResolvedReinforcement> = {},
  host: RuntimeHost = fakeHost(),
): { readonly runDirectory: string; readonly host: RuntimeHost; readonly plan: Plan } => ({
  runDirectory,
  host,
  plan: planOf(tinyReinforcement(changes)),
});

/** Codes of the diagnostics that came with an outcome. */
export const codesOf = ({
  diagnostics,
}: {
  readonly diagnostics: readonly { readonly code: string }[];
}): string[] => diagnostics.map(({ code }) => code);
