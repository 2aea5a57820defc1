// Whether the batches of a plan and the weights of its policy can be shared out to the GPUs of a cluster.
import { type DecoderConfig, parseDecoderConfig } from '@allot/graph';
import type { Diagnostic, ResolvedReinforcement } from '@allot/spec';
import { report } from '../../diagnostics/report.js';
import type { Cluster } from '../bundle/cluster.js';

type Checked = Pick<ResolvedReinforcement, 'training' | 'policy'>;

/** Problems that verl or vLLM would name only after the model is loaded. */
export const checkCluster = (settings: Checked, cluster: Cluster): Diagnostic[] => [
  ...checkBatches(settings, cluster),
  ...checkTensorParallel(settings, cluster),
];

/** verl gives every GPU equally many trajectories of a minibatch. */
function checkBatches({ training }: Checked, { nodes, gpusPerNode }: Cluster): Diagnostic[] {
  const gpus = nodes * gpusPerNode;
  const { promptsPerMinibatch: prompts, rolloutsPerPrompt: rollouts } = training;
  return (prompts * rollouts) % gpus === 0
    ? []
    : [
        report(
          'verl/does-not-divide',
          { gpus, prompts, rollouts, trajectories: prompts * rollouts },
          { path: 'training.promptsPerMinibatch' },
        ),
      ];
}

/** A group of GPUs lies in one node, and each has equally many heads; a key-value head may stand on several. */
function checkTensorParallel({ policy }: Checked, { gpusPerNode, tensorParallel }: Cluster): Diagnostic[] {
  const { config } = parseDecoderConfig(policy.config);
  if (!config) throw new Error('the plan holds a config that the compiler does not know');
  return partsOf(config, gpusPerNode)
    .filter(
      ({ count, repeated }) => !(count % tensorParallel === 0 || (repeated && tensorParallel % count === 0)),
    )
    .map(({ count, what }) => report('verl/tensor-parallel', { size: tensorParallel, count, what }));
}

interface SharedPart {
  readonly count: number;
  readonly what: string;
  /** Whether a part may stand on several GPUs. */
  readonly repeated?: boolean;
}

const partsOf = (config: DecoderConfig, gpusPerNode: number): readonly SharedPart[] => [
  { count: gpusPerNode, what: 'GPUs of a node' },
  { count: config.heads, what: 'attention heads' },
  { count: config.keyValueHeads, what: 'key-value heads', repeated: true },
  { count: config.intermediateSize, what: 'units of the feed-forward layers' },
];
