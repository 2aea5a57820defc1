// Whole training steps under the real TRL, with the tiny model, are those that Allot's own stages would have taken.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Experiment, loadExperiment } from '../../../packages/runtime/src/experiment.js';
import { learningRate } from '../../../packages/runtime/src/learning-rate.js';
import type { Plan, ResolvedReinforcement } from '../../../packages/spec/src/index.js';
import { scoreSequences } from '../training-step/allot-log-probabilities.js';
import { lossOf } from '../training-step/allot-loss.js';
import { type AllotStep, evaluateStep, updateBatch } from '../training-step/allot-step.js';
import { tinyModel } from '../training-step/compile-bundle.js';
import { type DefinitionName, definitionNames } from './definitions.js';
import { findMissingTrl, makeBundle, runWithTrl } from './environment.js';

/** A trajectory in a pass, without padding; lists are over its response. */
interface PassRow {
  readonly prompt: readonly number[];
  readonly response: readonly number[];
  readonly mask: readonly number[];
  readonly advantage: number;
  readonly current: readonly number[];
  readonly gradient: readonly number[];
  /** Absent: the current ones. */
  readonly old: readonly number[] | null;
  readonly reference: readonly number[] | null;
}

interface Trajectory {
  readonly step: number;
  readonly problem: string;
  readonly session: number;
  readonly facts: Readonly<Record<string, number | boolean | string>>;
  readonly reward: number;
  readonly components: Readonly<Record<string, number>>;
  readonly advantage: number;
  readonly prompts: readonly number[];
  readonly responses: readonly number[];
}

/** What train-steps.py says of a bundle. */
interface Trained {
  readonly steps: readonly {
    /** Learning rate. */
    readonly rate: number;
    readonly passes: readonly { readonly loss: number; readonly rows: readonly PassRow[] }[];
  }[];
  readonly trajectories: readonly Trajectory[];
  /** Weight decay of all groups of parameters. */
  readonly decayed: readonly number[];
}

interface Prepared {
  readonly bundle: string;
  readonly plan: Plan & { readonly settings: ResolvedReinforcement };
  readonly experiment: Experiment;
}

const missing = findMissingTrl();
if (missing !== undefined) console.warn(`skipped: training steps under TRL: ${missing}`);

describe.skipIf(missing !== undefined)('training steps under TRL', () => {
  const prepared = new Map<DefinitionName, Prepared>();
  let trained: readonly Trained[] = [];

  beforeAll(async () => {
    for (const name of definitionNames) prepared.set(name, await prepare(name));
    const bundles = [...prepared.values()].map(({ bundle }) => bundle);
    trained = runWithTrl('train-steps.py', ...bundles) as readonly Trained[];
  }, 600_000);

  afterAll(async () => {
    for (const { bundle, experiment } of prepared.values()) {
      await experiment.grader.close();
      rmSync(dirname(bundle), { recursive: true, force: true });
    }
  });

  describe.each(definitionNames.map((name, index) => [name, index] as const))('%s', (name, index) => {
    const both = (): readonly [Prepared, Trained] => [
      prepared.get(name) as Prepared,
      trained[index] as Trained,
    ];

    test('every session is sampled in its tier: prompt, prefill, most tokens', () => {
      const [{ plan, experiment }, { trajectories }] = both();
      const { settings } = plan;
      const { promptsPerStep, rolloutsPerPrompt } = settings.training;
      expect(trajectories).toHaveLength(settings.steps * promptsPerStep * rolloutsPerPrompt);
      const tierOf = tiersOf(settings);
      const problems = new Map([...train(experiment)].map((problem) => [problem.id, problem]));
      for (const { problem, session, prompts, responses, facts } of trajectories) {
        const tier = settings.tiers[tierOf[session] as number] as ResolvedReinforcement['tiers'][number];
        const prefill = tier.prefill.replaceAll('{budget}', String(tier.budget));
        const text = `${problems.get(problem)?.problem}<think>${prefill}`;
        const sequence = [...prompts, ...responses];
        expect(experiment.tokenizer.decode(sequence)).toMatch(startOf(text));
        expect(facts).toMatchObject({ tier: tierOf[session], budget: tier.budget });
        const sampled = sequence.length - experiment.tokenizer.encode(text).length;
        expect(sampled).toBeGreaterThan(0);
        expect(sampled).toBeLessThanOrEqual(
          tier.cap - (settings.response.prefillInLength ? prefill.length : 0),
        );
      }
    });

    test('rewards and advantages are those of the score and advantage stages', async () => {
      const [ready, { trajectories, steps }] = both();
      for (const step of stepNumbers(trajectories)) {
        const rows = trajectories.filter((row) => row.step === step);
        const own = await ownStep(ready, rows, steps);
        for (const [at, row] of rows.entries()) {
          expect(row.facts).toMatchObject({
            correct: own.scores[at]?.correct,
            formatted: own.scores[at]?.formatted,
            answer: own.scores[at]?.answer,
            tokens: own.rollouts[at]?.tokens,
            thinking_tokens: own.rollouts[at]?.thinkingTokens,
          });
          expect(row.reward).toBeCloseTo(own.scores[at]?.reward ?? Number.NaN, 6);
          expect(row.advantage).toBeCloseTo(own.advantages[at]?.advantage ?? Number.NaN, 6);
        }
      }
      expect(trajectories.some(({ advantage }) => advantage !== 0)).toBe(true);
    });

    test('the loss and its gradient of every optimizer step are those that the engines train with', async () => {
      const [ready, { trajectories, steps }] = both();
      const { settings } = ready.plan;
      const perStep = settings.training.promptsPerStep / settings.training.promptsPerMinibatch;
      expect(steps).toHaveLength(settings.steps * perStep);
      for (const [update, { passes }] of steps.entries()) {
        const step = Math.floor(update / perStep) + 1;
        const all = trajectories.filter((row) => row.step === step);
        const whole = await ownStep(ready, all, steps);
        const rows = passes.flatMap((pass) => pass.rows);
        const places = placesOf(rows, all);
        const own = rowsOf(whole, places);
        const before = own.rollouts.map(({ responseTokens }, at) =>
          Array<number>(responseTokens.length - (rows[at]?.response.length ?? 0)).fill(0),
        );
        const padded = (values: (row: PassRow) => readonly number[]) =>
          rows.map((row, at) => [...(before[at] ?? []), ...values(row)]);
        const old = padded((row) => row.old ?? row.current);
        const reference = padded((row) => row.reference ?? row.current);
        const { loss, gradient } = await ownLoss(settings, own, {
          old,
          reference,
          current: padded((row) => row.current),
        });
        const given = passes.reduce((sum, pass) => sum + pass.loss, 0);
        expect(apart(given, loss)).toBeLessThan(1e-6);
        for (const [at, row] of rows.entries()) {
          const first = (gradient[at]?.length ?? 0) - row.response.length;
          for (const [token, value] of row.gradient.entries())
            expect(apart(value, gradient[at]?.[first + token])).toBeLessThan(1e-6);
        }
      }
    });

    test('the log-probabilities before the first update are those of the decoder that Allot compiles', async () => {
      const [{ plan }, { steps }] = both();
      const rows = steps[0]?.passes[0]?.rows.slice(0, 1) ?? [];
      expect(rows).toHaveLength(1);
      const sequences = rows.map(({ prompt, response }) => [...prompt, ...response]);
      const { policy, training } = plan.settings;
      const own = await scoreSequences(tinyModel, policy.config, sequences, training.temperature);
      for (const [at, { prompt, current }] of rows.entries())
        for (const [token, value] of current.entries())
          expect(apart(value, own[at]?.[prompt.length - 1 + token])).toBeLessThan(2e-5);
    });

    test('the learning rate moves, and the weights decay, as Allot has it', () => {
      const [{ plan }, { steps, decayed }] = both();
      const { optimizer } = plan.settings;
      for (const [taken, { rate }] of steps.entries())
        expect(rate).toBeCloseTo(learningRate(optimizer, taken, steps.length), 12);
      expect(decayed).toEqual([optimizer.weightDecay]);
    });
  });

  test('ratios leave the clip range in some second optimizer step', () => {
    const ratios = trained
      .flatMap(({ steps }) => steps.flatMap(({ passes }) => passes.flatMap(({ rows }) => rows)))
      .flatMap(({ old, current }) =>
        (old ?? current).map((value, at) => Math.exp((current[at] ?? 0) - value)),
      );
    expect(Math.max(...ratios)).toBeGreaterThan(1.28);
    expect(Math.min(...ratios)).toBeLessThan(0.8);
  });
});

/** Distance of two numbers, relative where they are above 1. */
const apart = (value: number, own = Number.NaN): number => Math.abs(value - own) / Math.max(1, Math.abs(own));

async function prepare(name: DefinitionName): Promise<Prepared> {
  const bundle = makeBundle(name);
  const plan = JSON.parse(readFileSync(join(bundle, 'plan.json'), 'utf8')) as Prepared['plan'];
  const files = { tokenizer: plan.sources.tokenizer, dataset: () => ({ files: [] }) };
  const [experiment, problems] = await loadExperiment(plan, files, 128, { host: {} });
  if (!experiment) throw new Error(JSON.stringify(problems));
  return { bundle, plan, experiment };
}

function train({ datasets }: Experiment) {
  const problems = datasets.get('train');
  if (!problems) throw new Error('the experiment has no training data');
  return problems;
}

const tiersOf = ({ tiers }: ResolvedReinforcement): readonly number[] =>
  tiers.flatMap(({ rollouts }, tier) => Array<number>(rollouts).fill(tier));

const startOf = (text: string): RegExp => new RegExp(`^${text.replaceAll(/[[\]+*/.\\^$|?(){}-]/g, '\\$&')}`);

const stepNumbers = (rows: readonly Trajectory[]): readonly number[] => [
  ...new Set(rows.map(({ step }) => step)),
];

/** Where each row of a pass stands among trajectories: rows of equal tokens are told apart by nothing, and need not be. */
function placesOf(rows: readonly PassRow[], all: readonly Trajectory[]): readonly number[] {
  const free = new Map<string, number[]>();
  for (const [at, { prompts, responses }] of all.entries()) {
    const key = JSON.stringify([prompts, responses]);
    free.set(key, [...(free.get(key) ?? []), at]);
  }
  return rows.map(({ prompt, response }) => {
    const place = free.get(JSON.stringify([prompt, response]))?.shift();
    if (place === undefined) throw new Error('a pass has a trajectory that was not written');
    return place;
  });
}

/** Log-probabilities of all response tokens, row by row. */
interface StepLogProbabilities {
  readonly old: readonly (readonly number[])[];
  readonly reference: readonly (readonly number[])[];
  readonly current: readonly (readonly number[])[];
}

/** Allot's loss of some trajectories as one minibatch, and its gradient; nothing where all of them are masked. */
async function ownLoss(
  settings: ResolvedReinforcement,
  step: AllotStep,
  { old, reference, current }: StepLogProbabilities,
): Promise<ReturnType<typeof lossOf>> {
  const masked = ({ finishReason }: AllotStep['rollouts'][number]): boolean =>
    settings.objective.maskTruncated && finishReason === 'length';
  if (step.rollouts.every(masked)) return { loss: 0, gradient: current.map((row) => row.map(() => 0)) };
  const training = { ...settings.training, promptsPerMinibatch: step.rollouts.length };
  const given = old.map((values, at) => ({ old: values, reference: reference[at] ?? [] }));
  const batch = await updateBatch({ settings: { ...settings, training } }, step, given);
  const targets = current.map((values, at) => [
    ...Array<number>((step.rollouts[at]?.promptTokens.length ?? 1) - 1).fill(0),
    ...values,
  ]);
  return lossOf(settings.objective, batch, targets);
}

const rowsOf = ({ rollouts, scores, advantages }: AllotStep, places: readonly number[]): AllotStep => ({
  rollouts: places.map((at) => rollouts[at] as AllotStep['rollouts'][number]),
  scores: places.map((at) => scores[at] as AllotStep['scores'][number]),
  advantages: places.map((at) => advantages[at] as AllotStep['advantages'][number]),
});

/** Allot's own scores and advantages of what TRL sampled in a step. */
function ownStep(
  { plan, experiment }: Prepared,
  rows: readonly Trajectory[],
  steps: Trained['steps'],
): Promise<AllotStep> {
  const { settings } = plan;
  const problems = [...train(experiment)];
  const tierOf = tiersOf(settings);
  const passes = steps.flatMap(({ passes: some }) => some.flatMap((pass) => pass.rows));
  const answers = rows.map(({ problem, session, prompts, responses }) => {
    const { prefill, budget } = settings.tiers[tierOf[session] as number] as (typeof settings.tiers)[number];
    const length = settings.response.prefillInLoss
      ? prefill.replaceAll('{budget}', String(budget)).length
      : 0;
    const pass = passes.find(
      (row) => JSON.stringify([row.prompt, row.response]) === JSON.stringify([prompts, responses]),
    );
    return {
      row: problems.findIndex(({ id }) => id === problem),
      session,
      tokens: responses.slice(length),
      // Nothing has moved the policy between sampling and the first pass.
      logProbabilities: (pass?.old ?? pass?.current ?? []).slice(length),
    };
  });
  return evaluateStep(experiment, settings, answers, rows[0]?.step ?? 0);
}
