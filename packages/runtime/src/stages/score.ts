// The score stage: grades every response and gives it its reward.
import { evaluateShape, type Memory, type ResolvedReinforcement, type SignalValues } from '@allot/spec';
import type { RolloutRow, ScoreRow } from '@allot/store';
import type { Grade } from '@allot/tasks';
import type { Experiment } from '../experiment.js';
import type { SignalPrograms, SignalQuestion } from '../signals/signal-programs.js';
import { gradeRollouts, problemOf } from './grade-rollouts.js';
import { divergence } from './reference.js';
import { shapeRows } from './shape-rows.js';

/** Scores in the order of the rollouts; a divergence `in: 'reward'` is taken off the reward. */
export async function scoreStage(
  experiment: Experiment,
  settings: ResolvedReinforcement,
  step: number,
  rollouts: readonly RolloutRow[],
  memory: Memory,
  programs: Pick<SignalPrograms, 'ask'>,
): Promise<ScoreRow[]> {
  const graded = await gradeRollouts(experiment, settings.training.dataset, rollouts);
  const signals =
    settings.signals && (await programs.ask(step, questionsOf(experiment, settings, rollouts, graded)));
  const grades = signals
    ? graded.map((grade, row) => ({ ...grade, signals: signals[row] as SignalValues }))
    : graded;
  const rows = shapeRows(settings, step, rollouts, grades, memory, experiment.tokenizer);
  let rewards = evaluateShape(settings.reward.expression, rows);
  const components: Record<string, Float64Array> = {};
  for (const [name, expression] of Object.entries(settings.reward.components))
    components[name] = evaluateShape(expression, rows);
  const { kl } = settings.objective;
  if (kl?.in === 'reward') {
    const price = Float64Array.from(rollouts, (row) => -kl.coefficient * divergence(kl.estimator, row));
    rewards = rewards.map((reward, row) => reward + (price[row] as number));
    components.divergence = price;
  }
  return rollouts.map(({ groupId, rollout }, index) => ({
    groupId,
    rollout,
    ...(grades[index] as (typeof grades)[number]),
    reward: rewards[index] as number,
    components: Object.fromEntries(
      Object.entries(components).map(([name, values]) => [name, values[index] as number]),
    ),
  }));
}

const questionsOf = (
  experiment: Experiment,
  { training }: ResolvedReinforcement,
  rollouts: readonly RolloutRow[],
  grades: readonly Grade[],
): readonly SignalQuestion[] =>
  rollouts.map((rollout, row) => ({
    rollout,
    problem: problemOf(experiment, training.dataset, rollout.problemId),
    grade: grades[row] as Grade,
  }));
