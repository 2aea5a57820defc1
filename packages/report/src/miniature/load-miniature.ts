// Reads the runs and evaluations of a miniature, as far as they are done, and measures them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluationMode, Phase, RunEvent } from '@allot/spec';
import { readEvents, runPaths } from '@allot/store';
import { readEvaluationParts } from '../compare/evaluation-parts.js';
import { between, type MeasuredRow, measureCell, measureWork, type SeedRows } from './measure-responses.js';
import { measureTraining } from './measure-training.js';
import {
  type ArmResults,
  type Cell,
  type ConditionResults,
  type MiniatureResults,
  ranges,
} from './miniature-results.js';

type AboutArm = Pick<ArmResults, 'name' | 'title' | 'group' | 'about'>;

export interface MiniatureFolders extends Pick<MiniatureResults, 'steps' | 'seeds' | 'heldOut' | 'longer'> {
  /** The base among them, with no runs of its own. */
  readonly arms: readonly AboutArm[];
  /** Its arms lie in folders of their own: of a run or an evaluation, in place of the arm's name. */
  readonly conditions: readonly (Omit<ConditionResults, 'arms'> & {
    readonly arms: readonly (AboutArm & { readonly folder: string })[];
  })[];
  readonly run: (arm: string, seed: number) => string;
  /** Folder of an evaluation, as `allot eval` keeps it. */
  readonly evaluation: (arm: string, seed: number, set: 'held-out' | 'longer') => string;
}

/** A seed counts once both of its evaluations are finished. Diagnostics: those of evaluations and logs that are damaged. */
export async function loadMiniature(folders: MiniatureFolders): Promise<Phase<MiniatureResults>> {
  const { steps, seeds, heldOut, longer } = folders;
  const [arms, problems] = await measureArms(folders.arms, folders);
  if (arms === undefined) return [undefined, problems];
  const conditions: ConditionResults[] = [];
  for (const { arms: some, ...about } of folders.conditions) {
    const folderOf = (name: string): string => some.find((arm) => arm.name === name)?.folder ?? name;
    const [measured, wrong] = await measureArms(
      some.map(({ name, title, group, about: what }) => ({ name, title, group, about: what })),
      {
        ...folders,
        run: (arm, seed) => folders.run(folderOf(arm), seed),
        evaluation: (arm, seed, set) => folders.evaluation(folderOf(arm), seed, set),
      },
    );
    if (measured === undefined) return [undefined, wrong];
    if (measured.some(({ group }) => group !== 'base')) conditions.push({ ...about, arms: measured });
  }
  return [{ format: 1, steps, seeds, heldOut, longer, arms, conditions }, []];
}

/** Those of which anything is done. */
async function measureArms(
  arms: readonly AboutArm[],
  folders: MiniatureFolders,
): Promise<Phase<ArmResults[]>> {
  const measured: ArmResults[] = [];
  for (const about of arms) {
    const done = folders.seeds.filter((seed) =>
      (['held-out', 'longer'] as const).every((set) =>
        existsSync(join(folders.evaluation(about.name, seed, set), 'results.json')),
      ),
    );
    if (done.length === 0) continue;
    const [arm, problems] = await measureArm(about, done, folders);
    if (arm === undefined) return [undefined, problems];
    measured.push(arm);
  }
  return [measured, []];
}

async function measureArm(
  about: AboutArm,
  seeds: readonly number[],
  { run, evaluation, heldOut }: MiniatureFolders,
): Promise<Phase<ArmResults>> {
  const responses = async (set: 'held-out' | 'longer', mode: EvaluationMode): Promise<Phase<SeedRows[]>> => {
    const found: SeedRows[] = [];
    for (const seed of seeds) {
      const home = join(evaluation(about.name, seed, set), mode);
      const [rows, problems] = await readEvaluationParts(home, (row) => row);
      if (rows === undefined) return [undefined, problems];
      found.push(rows.toSorted((a, b) => (a.problemId < b.problemId ? -1 : 1)).map(measuredRow));
    }
    return [found, []];
  };
  const [natural, naturalProblems] = await responses('held-out', 'natural');
  const [efficient, efficientProblems] = await responses('held-out', 'efficient');
  const [longer, longerProblems] = await responses('longer', 'natural');
  if (natural === undefined || efficient === undefined || longer === undefined)
    return [undefined, [...naturalProblems, ...efficientProblems, ...longerProblems]];
  const logs: RunEvent[][] = [];
  for (const seed of about.group === 'base' ? [] : seeds) {
    const [events, problems] = await readEvents(runPaths(run(about.name, seed)).events);
    if (events === undefined) return [undefined, problems];
    logs.push([...events]);
  }
  const [least, greatest] = heldOut.operations;
  const levels = Array.from({ length: greatest - least + 1 }, (_, index) => least + index);
  return [
    {
      ...about,
      seeds,
      natural: {
        ...byRange(natural, measureCell),
        ...Object.fromEntries(
          levels.map((level) => [`${level}`, measureCell(between(natural, [level, level]))]),
        ),
      },
      efficient: byRange(efficient, measureCell),
      longer: measureCell(longer),
      work: byRange(natural, measureWork),
      ...(logs.length > 0 && { training: measureTraining(logs) }),
    },
    [],
  ];
}

const measuredRow = ({ difficulty, correct, tokens, thinkingTokens, text }: MeasuredRow): MeasuredRow => ({
  ...(difficulty === undefined ? {} : { difficulty }),
  correct,
  tokens,
  thinkingTokens,
  text,
});

const byRange = <Value extends Cell | object>(
  seeds: readonly SeedRows[],
  measure: (seeds: readonly SeedRows[]) => Value,
): Record<string, Value> =>
  Object.fromEntries([
    ['all', measure(seeds)],
    ...Object.entries(ranges).map(([name, range]) => [name, measure(between(seeds, range))] as const),
  ]);
