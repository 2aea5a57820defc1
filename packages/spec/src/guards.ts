// Guards that definitions take as they are: each function returns the plain data that YAML holds.
import type {
  AccuracyGuard,
  EntropyGuard,
  ExplorationGuard,
  GuardAction,
  GuardDefinition,
  HackingGuard,
  RangeGuard,
  RollbackAction,
  RollbackChange,
  SpendingGuard,
  StarvingGuard,
  ThinkingGuard,
} from './guard-definition.js';

type Options<Guard> = Omit<Guard, 'kind'>;

/** Goes back to the last good checkpoint and multiplies settings: `rollback({ learningRate: 0.5 }, { most: 3 })`. */
export const rollback = (
  change: RollbackChange,
  options: Pick<RollbackAction, 'most'> = {},
): RollbackAction => ({ rollback: change, ...options });

export const guards = {
  /** The responses to a problem become equally long. */
  explorationCollapse: (options: Options<ExplorationGuard> = {}): ExplorationGuard => ({
    ...options,
    kind: 'exploration-collapse',
  }),
  /** A tier teaches nothing any more. */
  tierStarving: (options: Options<StarvingGuard> = {}): StarvingGuard => ({
    ...options,
    kind: 'tier-starving',
  }),
  /** The policy becomes certain of every token. */
  entropyCollapse: (options: Options<EntropyGuard> = {}): EntropyGuard => ({
    ...options,
    kind: 'entropy-collapse',
  }),
  /** Responses answer without thinking. */
  answersWithoutThinking: (options: Options<ThinkingGuard> = {}): ThinkingGuard => ({
    ...options,
    kind: 'answers-without-thinking',
  }),
  /** The reward rises while held-out accuracy falls. */
  rewardHacking: (options: Options<HackingGuard> = {}): HackingGuard => ({
    ...options,
    kind: 'reward-hacking',
  }),
  /** Held-out accuracy is below a floor. */
  accuracyFloor: (options: Options<AccuracyGuard>): AccuracyGuard => ({ ...options, kind: 'accuracy-floor' }),
  /** A step metric is out of range. */
  range: (options: Options<RangeGuard>): RangeGuard => ({ ...options, kind: 'range' }),
  /** The run has spent more tokens, hours or disk than it may. */
  spending: (options: Options<SpendingGuard>): SpendingGuard => ({ ...options, kind: 'spending' }),
  /** What every run should be watched for: collapse of exploration and of entropy, a starving tier, answers without thinking. */
  usual: ({ action = 'warn' }: { readonly action?: GuardAction } = {}): readonly GuardDefinition[] => [
    guards.explorationCollapse({ action }),
    guards.entropyCollapse({ action }),
    guards.tierStarving({ action }),
    guards.answersWithoutThinking({ action }),
  ],
} as const;
