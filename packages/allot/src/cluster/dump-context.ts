// What is read once so that verl's trajectories become rows: tokenizer, prefills, difficulties.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Phase, Plan, ResolvedReinforcement } from '@allot/spec';
import type { ProblemSet } from '@allot/tasks';
import { clusterPaths } from './cluster-paths.js';
import type { DumpContext } from './dump-rows.js';

/** As the compiler writes it into a bundle. */
interface ExperimentFile {
  readonly tiers: readonly { readonly prefill: readonly number[] }[];
  readonly prefill_in_loss: boolean;
}

export async function loadDumpContext(
  runDirectory: string,
  plan: Plan,
  settings: ResolvedReinforcement,
): Promise<Phase<DumpContext>> {
  const [{ loadTokenizer }, { readJson }] = await Promise.all([
    import('@allot/tasks'),
    import('@allot/store'),
  ]);
  const paths = clusterPaths(runDirectory);
  const [tokenizer, malformed] = loadTokenizer(join(paths.bundle, 'tokenizer', 'tokenizer.json'));
  const [experiment, unread] = await readJson(paths.experiment);
  if (!tokenizer || experiment === undefined) return [undefined, [...malformed, ...unread]];
  const { tiers, prefill_in_loss: prefillInLoss } = experiment as ExperimentFile;
  const training = await problemsOf(runDirectory, plan, settings.training.dataset);
  const evaluation =
    settings.evaluation && (await problemsOf(runDirectory, plan, settings.evaluation.dataset));
  return [
    {
      decode: tokenizer.decode,
      trainingDifficulty: (problem) => training?.find(problem)?.difficulty,
      evaluationDifficulty: (problem) => evaluation?.find(problem)?.difficulty,
      prefills: tiers.map(({ prefill }) => prefill),
      prefillInLoss,
    },
    [],
  ];
}

/** The problems that the run stored, or those that are generated. */
async function problemsOf(runDirectory: string, plan: Plan, name: string): Promise<ProblemSet | undefined> {
  const [{ loadDataset, memoryProblems, openProblems, indexOf }, { runPaths }] = await Promise.all([
    import('@allot/tasks'),
    import('@allot/store'),
  ]);
  const stored = runPaths(runDirectory).dataset(name);
  if (existsSync(indexOf(stored))) return openProblems(stored);
  const definition = plan.settings.datasets[name];
  if (definition?.kind !== 'arithmetic') return undefined;
  const [problems] = await loadDataset(definition, []);
  return problems && memoryProblems(problems);
}
