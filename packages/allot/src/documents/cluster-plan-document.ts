// What `allot plan --engine verl --json` prints.
import type { ClusterPlan } from '@allot/compiler';
import type { Plan } from '@allot/spec';

/** A plan, and what it asks of a cluster. */
export interface ClusterPlanDocument extends Plan {
  readonly cluster: ClusterPlan;
}
