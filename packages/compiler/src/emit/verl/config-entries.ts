// Every key that a bundle sets in verl's configuration.
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import { printOrigin } from '../../plan/print-plan.js';
import { actorEntries } from './config-actor.js';
import { dataEntries } from './config-data.js';
import type { ConfigEntry, ConfigValue } from './config-entry.js';
import { rolloutEntries } from './config-rollout.js';
import { trainerEntries } from './config-trainer.js';
import { type LongestSequence, longestSequence } from './sampling-plans.js';
import type { VerlCluster, VerlInputs } from './verl-inputs.js';
import type { VerlKey } from './verl-keys.js';

/** What the parts of the configuration are made from. */
export interface ConfigRequest {
  readonly plan: Plan;
  readonly settings: ResolvedReinforcement;
  readonly cluster: VerlCluster;
  /** Rows of the training data. */
  readonly problems: number;
  readonly longest: LongestSequence;
  /** An entry whose value is that of a setting, or was computed from it. */
  readonly from: (path: string, key: VerlKey, value: ConfigValue, how?: string) => ConfigEntry;
}

export function configEntries(
  plan: Plan,
  settings: ResolvedReinforcement,
  inputs: VerlInputs,
  cluster: VerlCluster,
): readonly ConfigEntry[] {
  const from: ConfigRequest['from'] = (path, key, value, how) => {
    const place = printOrigin(plan, path);
    const said = place === '' ? path : `${path} (${place})`;
    return { key, value, origin: how === undefined ? said : `${said}: ${how}` };
  };
  const request: ConfigRequest = {
    plan,
    settings,
    cluster,
    problems: inputs.train.length,
    longest: longestSequence(settings, inputs),
    from,
  };
  return [
    ...dataEntries(request),
    ...actorEntries(request),
    ...rolloutEntries(request),
    ...trainerEntries(request),
  ];
}
