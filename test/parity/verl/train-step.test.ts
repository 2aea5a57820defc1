// A training step under the real verl, but for the model, gives what Allot's own stages give.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDumpContext } from '../../../packages/allot/src/cluster/dump-context.js';
import { readEvaluationDump, readStepDump } from '../../../packages/allot/src/cluster/dump-rows.js';
import { type Experiment, loadExperiment } from '../../../packages/runtime/src/experiment.js';
import type { Plan, ResolvedReinforcement } from '../../../packages/spec/src/index.js';
import type { ScoreRow } from '../../../packages/store/src/index.js';
import { lossOf } from '../training-step/allot-loss.js';
import {
  type AllotStep,
  evaluateStep,
  type RowLogProbabilities,
  type StepAnswer,
  updateBatch,
} from '../training-step/allot-step.js';
import { cannedAnswers, numbers } from './canned-answers.js';
import { type DefinitionName, definitionNames } from './definitions.js';
import { findMissingVerl, runWithVerl } from './environment.js';
import { makeBundle } from './make-bundle.js';

/** What train-step.py says of a bundle. */
interface VerlStep {
  readonly kept: readonly {
    readonly prompt: readonly number[];
    readonly response: readonly number[];
    readonly mask: readonly number[];
    readonly old: readonly number[];
    readonly score: number;
    readonly extra: {
      readonly allot: Readonly<Record<string, number>>;
      readonly reward_extra_info: Readonly<Record<string, number | boolean | string>>;
    };
    readonly asked: {
      readonly prompt: readonly number[];
      readonly sampling: Readonly<Record<string, unknown>>;
    };
  }[];
  readonly buffer: { readonly kind: string; readonly mode: string; readonly metric: string | null };
  /** The same of answers to evaluation problems. */
  readonly evaluated: VerlStep['kept'];
  readonly advantages: readonly (readonly number[])[];
  readonly rewards: readonly (readonly number[])[];
  /** Lines of the file of trajectories. */
  readonly logged: readonly object[];
  readonly evaluation: { readonly text: string; readonly variables: readonly string[] };
  readonly orderIndependent: boolean;
  readonly loss: number;
  readonly gradient: readonly (readonly number[])[];
}

interface Prepared {
  readonly bundle: string;
  readonly plan: Plan & { readonly settings: ResolvedReinforcement };
  readonly experiment: Experiment;
  readonly answers: readonly StepAnswer[];
  /** Answers to evaluation problems: the right one in natural mode, a wrong one in efficient mode. */
  readonly evaluated: readonly StepAnswer[];
  readonly step: AllotStep;
  readonly given: readonly RowLogProbabilities[];
  readonly current: readonly (readonly number[])[];
  /** Response tokens that verl has as the end of the prompt. */
  readonly inPrompt: readonly number[];
}

/** As train-step.py says it. */
const STEP = 3;

const missing = findMissingVerl();
if (missing !== undefined) console.warn(`skipped: a training step under verl: ${missing}`);

describe.skipIf(missing !== undefined)('a training step under verl', () => {
  const prepared = new Map<DefinitionName, Prepared>();
  let steps: readonly VerlStep[] = [];

  beforeAll(async () => {
    const request: string[] = [];
    for (const name of definitionNames) {
      const ready = await prepare(name);
      prepared.set(name, ready);
      const file = join(dirname(ready.bundle), 'answers.json');
      const { answers, evaluated } = ready;
      writeFileSync(file, JSON.stringify({ answers, evaluated, loss: lossInputs(ready) }));
      request.push(ready.bundle, file);
    }
    const [first = ''] = request;
    steps = runWithVerl('train-step.py', first, ...request) as readonly VerlStep[];
  }, 300_000);

  afterAll(async () => {
    for (const { bundle, experiment } of prepared.values()) {
      await experiment.grader.close();
      rmSync(dirname(bundle), { recursive: true, force: true });
    }
  });

  describe.each(definitionNames.map((name, index) => [name, index] as const))('%s', (name, index) => {
    const both = (): readonly [Prepared, VerlStep] => [
      prepared.get(name) as Prepared,
      steps[index] as VerlStep,
    ];

    test('the agent loop samples every session in its tier', () => {
      const [{ step, plan, inPrompt }, { kept }] = both();
      for (const [row, { promptTokens, responseTokens, tier }] of step.rollouts.entries()) {
        const sequence = [...promptTokens, ...responseTokens];
        expect([...(kept[row]?.prompt ?? []), ...(kept[row]?.response ?? [])]).toEqual(sequence);
        expect(kept[row]?.response).toHaveLength(responseTokens.length - (inPrompt[row] ?? 0));
        expect(kept[row]?.extra.allot).toMatchObject({ tier, budget: plan.settings.tiers[tier]?.budget });
        expect(kept[row]?.asked.sampling.max_tokens).toBe(mostNew(plan.settings, tier));
      }
    });

    test('the reward manager grades and rewards as the score stage does', () => {
      const [{ step }, { kept, rewards }] = both();
      for (const [row, { correct, formatted, answer, reward }] of step.scores.entries()) {
        expect(kept[row]?.extra.reward_extra_info).toMatchObject({ correct, formatted, answer });
        const { tokens, thinkingTokens } = step.rollouts[row] as AllotStep['rollouts'][number];
        expect(kept[row]?.extra.reward_extra_info).toMatchObject({
          tokens,
          thinking_tokens: thinkingTokens,
        });
        expect(rewards[row]?.at(-1)).toBeCloseTo(reward, 6);
        expect(rewards[row]?.slice(0, -1).every((value) => value === 0)).toBe(true);
      }
    });

    test('advantages are those of the advantage stage, in whatever order the rows stand', () => {
      const [{ step }, { kept, advantages, orderIndependent }] = both();
      for (const [row, { advantage }] of step.advantages.entries())
        for (const [at, value] of (advantages[row] ?? []).entries())
          expect(value).toBeCloseTo(advantage * (kept[row]?.mask[at] ?? Number.NaN), 6);
      expect(step.advantages.some(({ advantage }) => advantage !== 0)).toBe(true);
      expect(orderIndependent).toBe(true);
    });

    test('the trainer mode is synchronous, and filters the groups that the definition names', () => {
      const [, { buffer }] = both();
      expect(buffer).toEqual({ kind: 'ReplayBuffer', mode: 'sync', metric: name === 'dapo' ? 'acc' : null });
    });

    test('an evaluation asks in its modes, and counts right answers', () => {
      const [{ experiment }, { evaluated }] = both();
      const { tokenizer, datasets } = experiment;
      const [natural, efficient] = evaluated;
      const problem = datasets.get('test')?.at(0).problem ?? '';
      const asked = [natural, efficient].map((answer) => tokenizer.decode(answer?.asked.prompt ?? []));
      expect(asked).toEqual([`${problem}<think>`, `${problem}<think>[min]`]);
      expect([natural?.score, efficient?.score]).toEqual([1, 0]);
    });

    test('the log is read back as the trajectories of the step', async () => {
      const [{ bundle, step, plan }, { logged }] = both();
      const [context] = await loadDumpContext(dirname(bundle), plan, plan.settings);
      if (!context) throw new Error('the bundle has no tokenizer');
      const read = readStepDump(
        logged.map((line) => JSON.stringify(line)),
        context,
      );
      expect(read.rollouts).toHaveLength(step.rollouts.length);
      for (const [row, { groupId: _, logProbabilities, ...wanted }] of step.rollouts.entries()) {
        const at = read.rollouts.findIndex(
          ({ problemId, rollout }) => problemId === wanted.problemId && rollout === wanted.rollout,
        );
        expect(read.rollouts[at]).toMatchObject(wanted);
        expect(Array.from(read.rollouts[at]?.logProbabilities ?? [])).toEqual(Array.from(logProbabilities));
        const { correct, formatted, answer, reward, components } = step.scores[row] as ScoreRow;
        expect(read.scores[at]).toMatchObject({ correct, formatted, answer });
        expect(read.scores[at]?.reward).toBeCloseTo(reward, 9);
        expect(Object.keys(read.scores[at]?.components ?? {})).toEqual(Object.keys(components));
        for (const [part, value] of Object.entries(components))
          expect(read.scores[at]?.components[part]).toBeCloseTo(value, 9);
        expect(read.advantages[at]?.advantage).toBeCloseTo(step.advantages[row]?.advantage ?? Number.NaN, 9);
      }
    });

    test('the file of an evaluation is read back by mode, and its texts are no metrics', async () => {
      const [{ bundle, plan, evaluated: asked }, { evaluation, evaluated }] = both();
      const [context] = await loadDumpContext(dirname(bundle), plan, plan.settings);
      if (!context) throw new Error('the bundle has no tokenizer');
      const modes = readEvaluationDump(evaluation.text.trimEnd().split('\n'), context);
      expect([...modes.keys()]).toEqual(['natural', 'efficient']);
      for (const [index, [row]] of [...modes.values()].entries()) {
        expect([...(row?.promptTokens ?? []), ...(row?.responseTokens ?? [])]).toEqual([
          ...(evaluated[index]?.asked.prompt ?? []),
          ...(asked[index]?.tokens ?? []),
        ]);
        const prefill = (row?.responseTokens.length ?? 0) - (asked[index]?.tokens.length ?? 0);
        expect(Array.from(row?.logProbabilities ?? []).slice(prefill)).toEqual(
          Array.from(Float32Array.from(asked[index]?.logProbabilities ?? [])),
        );
        expect(row).toMatchObject({ tier: -1, budget: 0, rollout: 0, correct: index === 0 });
      }
      expect(evaluation.variables).toContain('acc');
      expect(evaluation.variables).not.toContain('trajectory');
    });

    test('the loss and its gradient are those that the engines train with', async () => {
      const [{ step, plan, given, current, inPrompt }, { loss, gradient }] = both();
      const batch = await updateBatch(plan, step, given);
      const targets = current.map((values, row) => {
        const before = (step.rollouts[row]?.promptTokens.length ?? 1) - 1;
        return [...Array<number>(before).fill(0), ...values];
      });
      const own = lossOf(plan.settings.objective, batch, targets);
      expect(loss).toBeCloseTo(own.loss, 6);
      for (const [row, values] of gradient.entries())
        for (const [at, value] of values.entries()) {
          const before = (step.rollouts[row]?.promptTokens.length ?? 1) - 1 + (inPrompt[row] ?? 0);
          expect(value).toBeCloseTo(own.gradient[row]?.[before + at] ?? Number.NaN, 6);
        }
    });
  });
});

const mostNew = ({ tiers, response }: ResolvedReinforcement, tier: number): number => {
  const { cap, prefill, budget } = tiers[tier] as (typeof tiers)[number];
  // Every character of these prefills is a token.
  const length = prefill.replaceAll('{budget}', String(budget)).length;
  return cap - (response.prefillInLength ? length : 0);
};

/** Allot's side of a definition, and the numbers that both sides are given. */
async function prepare(name: DefinitionName): Promise<Prepared> {
  const bundle = makeBundle(name);
  const plan = JSON.parse(readFileSync(join(bundle, 'plan.json'), 'utf8')) as Prepared['plan'];
  const { settings } = plan;
  const files = { tokenizer: plan.sources.tokenizer, dataset: () => ({ files: [] }) };
  const [experiment, problems] = await loadExperiment(plan, files, 128, { host: {} });
  if (!experiment) throw new Error(JSON.stringify(problems));
  const train = [...(experiment.datasets.get('train') ?? [])].slice(0, settings.training.promptsPerStep);
  const answers = cannedAnswers(settings, train, experiment.tokenizer, (tier) => mostNew(settings, tier));
  const test = [...(experiment.datasets.get('test') ?? [])];
  const evaluated = [0, test.length].map((row): StepAnswer => {
    const answer = Number(test[0]?.answer) + (row === 0 ? 0 : 1);
    const tokens = Array.from(experiment.tokenizer.encode(`1+1</think>${answer % 10}<eos>`));
    return { row, session: 0, tokens, logProbabilities: tokens.map(() => -1) };
  });
  const step = await evaluateStep(experiment, settings, answers, STEP);
  const random = numbers(11);
  const recomputed = settings.objective.oldLogProbabilities === 'recomputed';
  const given = step.rollouts.map(({ logProbabilities }) => {
    const old = Array.from(logProbabilities, (value) => (recomputed ? Math.fround(-2 * random()) : value));
    // Within what verl bounds: its k3 estimate of a token is at most 10.
    return { old, reference: old.map((value) => Math.fround(value + 2 * (random() - 0.5))) };
  });
  const current = given.map(({ old }) => old.map((value) => value + 1.2 * (random() - 0.5)));
  const inPrompt = step.rollouts.map(({ tokenOrigins }) =>
    settings.response.prefillInLoss ? 0 : tokenOrigins.filter((origin) => origin === 1).length,
  );
  return { bundle, plan, experiment, answers, evaluated, step, given, current, inPrompt };
}

/** Of the response tokens that verl has. */
function lossInputs({ step, given, current, inPrompt }: Prepared) {
  const tail = (values: readonly number[], row: number): readonly number[] => values.slice(inPrompt[row]);
  return {
    current: current.map(tail),
    old: given.map(({ old }, row) => tail(old, row)),
    reference: given.map(({ reference }, row) => tail(reference, row)),
    advantages: step.advantages.map(({ advantage }, row) =>
      tail(Array<number>(current[row]?.length ?? 0).fill(advantage), row),
    ),
  };
}
