// The curves of a training run: tokens, accuracy and reward per tier, spread, and what the optimizer did.
import { palette, tierColor } from '../chart/palette.js';
import type { RunSummary, TierCurves } from '../summary/run-summary.js';
import { type Curve, type CurveFigure, curveFigure } from './curve-figure.js';
import type { Figure } from './figure.js';

export function trainingFigures(summary: RunSummary, id: string): Figure[] {
  const wanted = summary.kind === 'supervised' ? supervisedFigures(summary) : reinforcementFigures(summary);
  const figures = [...wanted, ...optimizerFigures(summary)];
  return figures.flatMap(
    (figure) => curveFigure({ ...figure, id: `${id}-${figure.id}`, steps: summary.training.step }) ?? [],
  );
}

type Wanted = Omit<CurveFigure, 'steps'>;

function reinforcementFigures({ training: { metrics, tiers } }: RunSummary): Wanted[] {
  const curves = (of: (tier: TierCurves) => Curve['values']): Curve[] =>
    tiers.map((tier, index) => ({
      name: tierText(tier),
      color: tierColor(index, tiers.length),
      values: of(tier),
    }));
  const perTier = (of: 'accuracy' | 'meanTokens' | 'meanReward', otherwise: string): Curve[] =>
    tiers.length
      ? curves((tier) => tier[of])
      : [{ name: 'all rollouts', color: palette.trained, values: metrics[otherwise] ?? [] }];
  return [
    {
      id: 'tokens',
      title: 'Tokens per tier',
      caption:
        'Mean length of the responses in each tier while training; dotted: the budget that the tier states.',
      curves: perTier('meanTokens', 'meanTokens'),
      references: tiers.map(({ budget }, index) => ({
        value: budget,
        color: tierColor(index, tiers.length),
        text: String(budget),
      })),
      unit: 'tokens',
      fromZero: true,
      size: 'normal',
    },
    {
      id: 'accuracy',
      title: 'Accuracy per tier',
      caption: 'Share of right answers among the rollouts of each tier.',
      curves: perTier('accuracy', 'accuracy'),
      unit: 'share',
      fromZero: false,
      size: 'normal',
    },
    {
      id: 'reward',
      title: 'Reward',
      caption: 'Mean reward of the rollouts of each tier.',
      curves: perTier('meanReward', 'meanReward'),
      unit: 'metric',
      fromZero: false,
      size: 'normal',
    },
    ...Object.keys(tiers[0]?.components ?? {}).map(
      (name): Wanted => ({
        id: `reward-${name}`,
        title: `Reward: ${name}`,
        caption: `Mean of the component ${name} of the reward in each tier.`,
        curves: curves((tier) => tier.components[name] ?? []),
        unit: 'metric',
        fromZero: false,
        size: 'normal',
      }),
    ),
    {
      id: 'length',
      title: 'Length of all responses',
      caption: 'Mean length, and as a band so far up and down the standard deviation inside groups.',
      curves: [
        {
          name: 'mean length',
          color: palette.trained,
          values: metrics.meanTokens ?? [],
          ...(metrics.lengthSpread && { spread: metrics.lengthSpread }),
        },
      ],
      unit: 'tokens',
      fromZero: true,
      size: 'normal',
    },
    {
      id: 'spread',
      title: 'Length spread inside groups',
      caption: 'Standard deviation among rollouts of one problem. Near zero, no other length is explored.',
      curves: single('length spread', metrics.lengthSpread),
      unit: 'tokens',
      fromZero: true,
      size: 'small',
    },
  ];
}

const supervisedFigures = ({ training: { metrics } }: RunSummary): Wanted[] => [
  {
    id: 'loss',
    title: 'Loss',
    caption: 'Mean negative log-probability of the demonstrated tokens.',
    curves: single('loss', metrics.loss),
    unit: 'metric',
    fromZero: true,
    size: 'normal',
  },
];

function optimizerFigures({ kind, training: { metrics } }: RunSummary): Wanted[] {
  const small = { fromZero: true, size: 'small' } as const;
  const figures: Wanted[] = [
    {
      ...small,
      id: 'entropy',
      title: 'Entropy',
      caption: 'Of the next-token distribution, in nats.',
      curves: single('entropy', metrics.entropy),
      unit: 'metric',
    },
    {
      ...small,
      id: 'kl',
      title: 'Divergence',
      caption: 'KL from the sampling policy, k3 estimate.',
      curves: single('divergence', metrics.kl),
      unit: 'metric',
      rounding: float32Rounding,
    },
    {
      ...small,
      id: 'sampler-mismatch',
      title: 'Sampler against trainer',
      caption: "Absolute difference of a sampled token's two log-probabilities, mean.",
      curves: single('difference', metrics.samplerMeanDifference),
      unit: 'metric',
    },
    {
      ...small,
      id: 'reference-kl',
      title: 'Divergence from the base policy',
      caption: "By the objective's estimator, a sampled token.",
      curves: single('divergence', metrics.referenceKl),
      unit: 'metric',
      rounding: float32Rounding,
    },
    {
      ...small,
      id: 'trained-groups',
      title: 'Groups trained on',
      caption: 'Those that the group filter keeps, of a step.',
      curves: single('groups', metrics.trainedGroups),
      unit: 'metric',
    },
    {
      ...small,
      id: 'clipped',
      title: 'Clipped share',
      caption: 'Of the trained tokens.',
      curves: single('clipped share', metrics.clippedShare),
      unit: 'share',
    },
    {
      ...small,
      id: 'gradient',
      title: 'Gradient norm',
      caption: 'Before clipping.',
      curves: single('gradient norm', metrics.gradientNorm),
      unit: 'metric',
    },
    {
      ...small,
      id: 'rate',
      title: 'Learning rate',
      caption: '',
      curves: single('learning rate', metrics.learningRate),
      unit: 'metric',
    },
    {
      ...small,
      id: 'truncated',
      title: 'Truncated responses',
      caption: 'Share that reached its cap.',
      curves: single('truncated share', metrics.truncatedShare),
      unit: 'share',
    },
    {
      ...small,
      id: 'objective',
      title: 'Objective',
      caption: 'The clipped policy-gradient loss.',
      curves: single('loss', metrics.loss),
      unit: 'metric',
      fromZero: false,
    },
    {
      ...small,
      id: 'seconds',
      title: 'Seconds per step',
      caption: 'Wall clock.',
      curves: single('seconds', metrics.stepSeconds),
      unit: 'metric',
    },
  ];
  return figures.filter(({ id }) => id !== 'objective' || kind === 'reinforcement');
}

/** A float32 beside 1 has no finer steps, and an estimate of a divergence is a difference of such. */
const float32Rounding = 2 ** -23;

/** `budget 512`, or the tier's own name. */
export const tierText = ({ name, budget }: Pick<TierCurves, 'name' | 'budget'>): string =>
  name === String(budget) ? `budget ${budget}` : name;

const single = (name: string, values: readonly (number | null)[] | undefined): Curve[] =>
  values ? [{ name, color: palette.trained, values }] : [];
