// Runs the miniature: every arm with every seed is trained and evaluated, the important ones first; what is done is left alone.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, hasErrors, type PipelineDefinition, type Plan } from '@allot/spec';
import { prettyJson, stepName } from '@allot/store';
import { writeFileWhole } from '../../cli/files.js';
import type { Arm } from './arms.js';
import { armsUnder, baseSeed, type Condition } from './conditions.js';
import { evaluateArm, isEvaluated } from './evaluate-arm.js';
import { drawProblems, type ProblemSet, printProblems } from './held-out.js';
import type { Places } from './places.js';
import { planArm, trainArm, type Watching } from './train-arm.js';

export interface MiniatureOptions {
  readonly arms: readonly Arm<PipelineDefinition>[];
  /** How many of the first arms are run with every seed before the others begin. */
  readonly first: number;
  /** Run after all arms, one after the other. */
  readonly conditions: readonly Condition[];
  readonly seeds: readonly number[];
  readonly sets: readonly ProblemSet[];
  readonly places: Places;
  readonly signal: AbortSignal;
  /** Opens what shows one run; `place` counts from 1 over those that are not done yet. */
  readonly watch: (work: Work, place: number, left: number, plan: Plan) => Promise<Shown>;
}

export interface Work {
  readonly arm: Arm;
  readonly seed: number;
}

export interface Shown extends Omit<Watching, 'signal'> {
  readonly close: (finished: boolean) => void;
}

export interface MiniatureOutcome {
  readonly status: 'finished' | 'interrupted' | 'failed';
  readonly diagnostics: readonly Diagnostic[];
}

/** In the order of importance. */
export const workOf = ({
  arms,
  first,
  seeds,
  conditions,
}: Pick<MiniatureOptions, 'arms' | 'first' | 'seeds' | 'conditions'>): Work[] => {
  const withSeeds = (some: readonly Arm[]): Work[] =>
    seeds.flatMap((seed) => some.map((arm) => ({ arm, seed })));
  return [
    ...withSeeds(arms.slice(0, first)),
    ...withSeeds(arms.slice(first)),
    ...conditions.flatMap((condition) => [
      ...(condition.base ? [{ arm: condition.base, seed: baseSeed }] : []),
      ...withSeeds(armsUnder(condition)),
    ]),
  ];
};

/** Resumable at any point. Diagnostics: those of compiling, runs and evaluations; the first error ends it. */
export async function runMiniature(options: MiniatureOptions): Promise<MiniatureOutcome> {
  const { places, signal } = options;
  const refused = await writeInputs(options);
  if (refused.length > 0) return { status: 'failed', diagnostics: refused };
  const left = workOf(options).filter((work) => !isDone(work, options));
  const diagnostics: Diagnostic[] = [];
  for (const [index, work] of left.entries()) {
    const [plan, problems] = await planArm(places.definition(work.arm.name), work.seed);
    diagnostics.push(...problems);
    if (plan === undefined) return { status: 'failed', diagnostics };
    const shown = await options.watch(work, index + 1, left.length, plan);
    let finished = false;
    try {
      const { onEvent, onProgress } = shown;
      const watching = { signal, ...(onEvent && { onEvent }), ...(onProgress && { onProgress }) };
      const { status, diagnostics: told } = await trainArm(plan, runOf(work, places), watching);
      diagnostics.push(...told);
      if (status === 'interrupted') return { status, diagnostics };
      if (status !== 'finished') return { status: 'failed', diagnostics };
      for (const evaluation of evaluationsOf(work, options)) {
        const found = await evaluateArm({ ...evaluation, plan }, watching);
        diagnostics.push(...found);
        if (hasErrors(found)) return { status: 'failed', diagnostics };
      }
      finished = true;
    } catch (error) {
      if (!signal.aborted) throw error;
      return { status: 'interrupted', diagnostics };
    } finally {
      shown.close(finished);
    }
  }
  return { status: 'finished', diagnostics };
}

const runOf = ({ arm, seed }: Work, places: Places): string => places.run(arm.name, seed);

/** The trained policy on every set, and the policy that it began with where that is this arm's to evaluate; none of a base's own. */
function evaluationsOf(work: Work, { sets, places }: MiniatureOptions) {
  const { arm, seed } = work;
  if (arm.group === 'base') return [];
  const trained = { name: arm.name, checkpoint: stepName(arm.definition.steps) };
  const policies = arm.startsAs ? [{ name: arm.startsAs, checkpoint: stepName(0) }, trained] : [trained];
  return policies.flatMap(({ name, checkpoint }) =>
    sets.map(({ name: set }) => ({
      runDirectory: runOf(work, places),
      checkpoint,
      set,
      problems: places.problems(set),
      folder: places.evaluation(name, seed, set),
    })),
  );
}

/** A base is done once its last checkpoint is there. */
function isDone(work: Work, options: MiniatureOptions): boolean {
  const { arm } = work;
  if (arm.group !== 'base') return evaluationsOf(work, options).every(({ folder }) => isEvaluated(folder));
  return existsSync(
    join(runOf(work, options.places), 'checkpoints', stepName(arm.definition.steps), 'manifest.json'),
  );
}

/** The problems, which stay as they are, and the definitions; answers the first thing that stood in the way. */
async function writeInputs({ sets, places, ...options }: MiniatureOptions): Promise<readonly Diagnostic[]> {
  const drawn = sets.filter(({ name }) => !existsSync(places.problems(name)));
  const files = [
    ...drawn.map((set) => [places.problems(set.name), printProblems(drawProblems(set))] as const),
    ...workOf({ ...options, seeds: [baseSeed] }).map(
      ({ arm }) => [places.definition(arm.name), prettyJson(arm.definition)] as const,
    ),
  ];
  for (const [file, text] of files) {
    const refused = await writeFileWhole(file, text);
    if (refused) return [refused];
  }
  return [];
}
