// Every key that a bundle sets in verl's configuration.
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import type { BundleInputs } from '../bundle/bundle-inputs.js';
import type { Cluster } from '../bundle/cluster.js';
import { type EntryFrom, entriesFrom } from '../bundle/entries-from.js';
import { type LongestSequence, longestSequence } from '../bundle/sampling-plans.js';
import { actorEntries } from './config-actor.js';
import { dataEntries } from './config-data.js';
import { rolloutEntries } from './config-rollout.js';
import { trainerEntries } from './config-trainer.js';
import type { VerlEntry, VerlKey } from './verl-keys.js';

/** What the parts of the configuration are made from. */
export interface ConfigRequest {
  readonly plan: Plan;
  readonly settings: ResolvedReinforcement;
  readonly cluster: Cluster;
  /** Rows of the training data. */
  readonly problems: number;
  readonly longest: LongestSequence;
  readonly from: EntryFrom<VerlKey>;
}

export function configEntries(
  plan: Plan,
  settings: ResolvedReinforcement,
  inputs: BundleInputs,
  cluster: Cluster,
): readonly VerlEntry[] {
  const request: ConfigRequest = {
    plan,
    settings,
    cluster,
    problems: inputs.train.length,
    longest: longestSequence(settings, inputs),
    from: entriesFrom<VerlKey>(plan),
  };
  return [
    ...dataEntries(request),
    ...actorEntries(request),
    ...rolloutEntries(request),
    ...trainerEntries(request),
  ];
}
