// Reads the evaluations of a policy, of runs and of folders that `allot eval` wrote.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DifficultyRanges, difficultyRanges, type Phase } from '@allot/spec';
import {
  flawOfFile,
  openRunDirectory,
  planAt,
  readEvaluationRows,
  readFormatted,
  runPaths,
} from '@allot/store';
import { reportCompare } from './compare-catalog.js';
import type { EvaluatedPolicy, Evaluation } from './evaluated-policy.js';
import { conditionsOfIdentity, conditionsOfPlan } from './evaluation-conditions.js';
import { readEvaluationParts } from './evaluation-parts.js';
import type { EvaluationPlace, PolicyPlace } from './policy-place.js';
import { type AnsweredRow, answeredRow, problemResults } from './problem-results.js';
import { evaluatedSteps } from './settle-place.js';

/** Diagnostics: `compare/*`, and the store's about runs. */
export async function loadPolicy({ name, places }: PolicyPlace): Promise<Phase<EvaluatedPolicy>> {
  const loaded = await Promise.all(places.map(loadPlace));
  const diagnostics = loaded.flatMap(([, found]) => found);
  const evaluations = loaded.flatMap(([found]) => found ?? []);
  return loaded.some(([found]) => found === undefined)
    ? [undefined, diagnostics]
    : [{ name, evaluations }, diagnostics];
}

async function loadPlace(place: EvaluationPlace): Promise<Phase<readonly Evaluation[]>> {
  if (existsSync(join(place.folder, 'run.json'))) return loadFromRun(place);
  if (place.step === undefined && existsSync(join(place.folder, 'evaluation.json'))) return loadSaved(place);
  return [undefined, [reportCompare('compare/nothing-there', { place: place.folder })]];
}

async function loadFromRun({ folder, step, mode }: EvaluationPlace): Promise<Phase<readonly Evaluation[]>> {
  const [run, problems] = await openRunDirectory(folder);
  if (run === undefined) return [undefined, problems];
  const steps = await evaluatedSteps(folder);
  const wanted = step ?? steps.at(-1);
  const plan = planAt(run, wanted ?? 0);
  const { evaluation } = plan.settings;
  if (wanted === undefined || !steps.includes(wanted) || evaluation === undefined) {
    const known = steps.length === 0 ? 'none' : `those of the steps ${steps.join(', ')}`;
    const about = { which: step === undefined ? '' : ` of step ${step}`, place: folder, steps: known };
    return [undefined, [...problems, reportCompare('compare/not-evaluated', about)]];
  }
  const home = runPaths(folder).evaluation(wanted);
  const files = await namesIn(home);
  const digest = plan.settings.datasets[evaluation.dataset]?.digest;
  const evaluations: Evaluation[] = [];
  for (const own of evaluation.modes) {
    const file = `${own}.parquet`;
    if (!files.includes(file) || (mode !== undefined && mode !== own)) continue;
    const place = join(home, file);
    const flaw = await flawOfFile(place);
    if (flaw !== undefined)
      return [undefined, [...problems, reportCompare('compare/damaged', { place, problem: `it ${flaw}` })]];
    const [rows, unreadable] = await readEvaluationRows(place);
    if (rows === undefined) return [undefined, [...problems, ...unreadable]];
    evaluations.push(
      evaluationOf(rows, evaluation.difficulty, {
        place: home,
        benchmark: evaluation.dataset,
        mode: own,
        digest: digest === undefined ? { kind: 'none' } : { kind: 'files', value: digest },
        conditions: conditionsOfPlan(plan, evaluation, own),
        maxTokens: evaluation.maxTokens,
      }),
    );
  }
  return [evaluations, problems];
}

async function loadSaved({ folder, mode }: EvaluationPlace): Promise<Phase<readonly Evaluation[]>> {
  const [about, damaged] = await readFormatted<Fields>(join(folder, 'evaluation.json'), 1, {});
  if (about === undefined) return [undefined, damaged];
  const finished = join(folder, 'results.json');
  if (!existsSync(finished)) return [undefined, [reportCompare('compare/unfinished', { place: folder })]];
  const [results, broken] = await readFormatted<Fields>(finished, 1, {});
  if (results === undefined) return [undefined, broken];
  const identity = about;
  const { difficulty, results: list } = results;
  const data = (identity.dataset ?? {}) as Fields;
  const { maxTokens } = (identity.sampling ?? {}) as Fields;
  const modes = (Array.isArray(list) ? (list as readonly Fields[]) : []).flatMap(({ mode: one }) =>
    typeof one === 'string' && isPlainMode(one) && (mode === undefined || mode === one) ? [one] : [],
  );
  const evaluations: Evaluation[] = [];
  for (const one of modes) {
    const [rows, problem] = await readEvaluationParts(join(folder, one), answeredRow);
    if (rows === undefined) return [undefined, problem];
    evaluations.push(
      evaluationOf(rows, rangesOf(difficulty), {
        place: folder,
        benchmark: String(data.name),
        mode: one,
        digest: { kind: 'problems', value: String(data.sha256) },
        conditions: conditionsOfIdentity(identity, one),
        maxTokens: Number(maxTokens),
      }),
    );
  }
  return [evaluations, []];
}

type Fields = Readonly<Record<string, unknown>>;

function evaluationOf(
  rows: readonly AnsweredRow[],
  named: DifficultyRanges,
  about: Omit<Evaluation, 'difficulty' | 'problems'>,
): Evaluation {
  const problems = problemResults(rows);
  return { ...about, difficulty: difficultyRanges(named, problems.values()), problems };
}

/** Ranges as results.json has them; none from before it had them, so that levels are taken. */
function rangesOf(value: unknown): DifficultyRanges {
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(
    entries.filter(([, range]) => Array.isArray(range) && range.length === 2 && range.every(Number.isFinite)),
  ) as DifficultyRanges;
}

/** The mode names a folder: nothing but a plain name may come from a file. */
const isPlainMode = (mode: string): boolean => /^[a-z]+(?:=\d+)?$/.test(mode);

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
