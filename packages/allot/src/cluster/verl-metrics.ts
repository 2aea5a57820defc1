// verl's metrics file, one JSON object a line: `{"step": 3, "data": {"actor/loss": 0.1, ...}}`.

/** Our name of a number of a step, and verl's. One that verl did not write is absent, never 0. */
const needed = {
  loss: 'actor/loss',
  gradientNorm: 'actor/grad_norm',
  learningRate: 'actor/lr',
  rolloutSeconds: 'timing_s/gen',
  updateSeconds: 'timing_s/update_actor',
  stepSeconds: 'timing_s/step',
} as const;

const optional = {
  /** By the aggregation of the loss; only where verl computes log-probabilities again. */
  entropy: 'actor/entropy',
  clippedShare: 'actor/pg_clipfrac',
  /** By the aggregation of the loss. */
  referenceKl: 'actor/kl_loss',
} as const;

export const verlMetricNames = { ...needed, ...optional } as const;

export type StepNumbers = Readonly<Record<keyof typeof needed, number>> &
  Readonly<Partial<Record<keyof typeof optional, number>>>;

export interface MetricsLine {
  readonly step: number;
  /** Of a training step; absent in a line of an evaluation alone. */
  readonly numbers?: StepNumbers;
  /** Names of verl's that a training step should have and does not. */
  readonly missing: readonly string[];
  /** Whether an evaluation follows the step. */
  readonly evaluated: boolean;
  /** Seconds of the evaluation; verl does not measure the one before training. */
  readonly evaluationSeconds?: number;
  /** Whether a checkpoint was written after the step. */
  readonly checkpoint: boolean;
}

/** Undefined where the line is no such object. */
export function readMetricsLine(text: string): MetricsLine | undefined {
  const line = parse(text);
  if (!line) return undefined;
  const { step, data } = line;
  const names = Object.keys(data);
  const number = (name: string): number | undefined => {
    const value = data[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const trained = names.includes('training/global_step');
  const missing = trained ? Object.values(needed).filter((name) => number(name) === undefined) : [];
  const evaluationSeconds = number('timing_s/testing');
  return {
    step,
    ...(trained && missing.length === 0 && { numbers: numbersOf(number) }),
    missing,
    evaluated: names.some((name) => name.startsWith('val-')),
    ...(evaluationSeconds !== undefined && { evaluationSeconds }),
    checkpoint: number('timing_s/save_checkpoint') !== undefined,
  };
}

function numbersOf(number: (name: string) => number | undefined): StepNumbers {
  const found = Object.entries(verlMetricNames).flatMap(([ours, verls]) => {
    const value = number(verls);
    return value === undefined ? [] : [[ours, value] as const];
  });
  return Object.fromEntries(found) as unknown as StepNumbers;
}

interface RawLine {
  readonly step: number;
  readonly data: Readonly<Record<string, unknown>>;
}

function parse(text: string): RawLine | undefined {
  try {
    const line = JSON.parse(text) as Partial<RawLine> | null;
    const sound = Number.isInteger(line?.step) && typeof line?.data === 'object' && line.data !== null;
    return sound ? (line as RawLine) : undefined;
  } catch {
    return undefined;
  }
}
