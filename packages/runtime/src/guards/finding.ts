// What a guard found, and what it looks at.
import type { GuardMemory, ResolvedGuard, ResolvedReinforcement } from '@allot/spec';

export interface Finding {
  /** One sentence. */
  readonly text: string;
  readonly value: number;
  readonly limit: number;
  /** The last step that the finding says nothing against. */
  readonly goodUntil: number;
}

/** What a run has spent: response tokens of training, wall clock, and the size of its folder. */
export interface Spent {
  readonly tokens: number;
  readonly hours: number;
  readonly gigabytes: number;
}

/** The end of a step. */
export interface View {
  readonly step: number;
  readonly memory: GuardMemory;
  readonly tiers: ResolvedReinforcement['tiers'];
  readonly spent: Spent;
}

export type GuardOf<Kind extends ResolvedGuard['kind']> = Extract<ResolvedGuard, { readonly kind: Kind }>;

/** A pure function: what is wrong at the end of a step, or nothing. */
export type Judge<Kind extends ResolvedGuard['kind']> = (
  guard: GuardOf<Kind>,
  view: View,
) => Finding | undefined;

/** A number for people: three digits that count. */
export const shown = (value: number): string => String(Number(value.toPrecision(3)));

export const percent = (share: number): string => `${Number((share * 100).toPrecision(2))}%`;
