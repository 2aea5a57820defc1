// What the user is told of a guard that fired.
import type { Diagnostic, RollbackChange } from '@allot/spec';
import { report } from '../catalog.js';

export const firedDiagnostic = (step: number, guard: string, finding: string): Diagnostic =>
  report('guard/fired', { guard, step, finding });

export const stoppedDiagnostic = (
  step: number,
  { guard, finding }: { readonly guard: string; readonly finding: string },
): Diagnostic => report('guard/stopped', { guard, step, finding });

export const rolledBackDiagnostic = (
  step: number,
  guard: string,
  finding: string,
  { to, change }: { readonly to: number; readonly change: RollbackChange },
): Diagnostic => report('guard/rolled-back', { guard, step, finding, to, change: changeText(change) });

/** `learningRate times 0.5, entropyBonus times 2`. */
export const changeText = (change: RollbackChange): string =>
  Object.entries(change)
    .map(([name, factor]) => `${name} times ${factor}`)
    .join(', ');
