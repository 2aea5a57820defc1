// Measures what is done of the miniature and writes its numbers and its page.
import { join } from 'node:path';
import { loadMiniature, type MiniatureResults, renderMiniature } from '@allot/report';
import type { Diagnostic, Phase } from '@allot/spec';
import { writeFileWhole } from '../../cli/files.js';
import type { Arm } from './arms.js';
import type { ProblemSet } from './held-out.js';
import type { Places } from './places.js';

export interface Measuring {
  readonly arms: readonly Arm[];
  readonly seeds: readonly number[];
  readonly sets: readonly ProblemSet[];
  readonly places: Places;
}

const base = {
  name: 'base',
  title: 'Base',
  group: 'base',
  about: 'The policy that all arms begin with, sampled with the random numbers of each seed.',
} as const;

/** What is done so far. Diagnostics: those of logs and evaluations. */
export function measureMiniature({ arms, seeds, sets, places }: Measuring): Promise<Phase<MiniatureResults>> {
  const problemsOf = (name: ProblemSet['name']) => {
    const { problems = 0, operations = [0, 0] } = sets.find((set) => set.name === name) ?? {};
    return { problems, operations };
  };
  return loadMiniature({
    steps: arms[0]?.definition.steps ?? 0,
    seeds,
    heldOut: problemsOf('held-out'),
    longer: problemsOf('longer'),
    arms: [base, ...arms.map(({ name, title, group, about }) => ({ name, title, group, about }))],
    run: places.run,
    evaluation: places.evaluation,
  });
}

/** A line for each arm, numbers to six digits: small enough to keep beside the page. */
export function printResults({ arms, ...about }: MiniatureResults): string {
  const short = (value: unknown): string =>
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? Number(one.toPrecision(6)) : one));
  const head = short(about).slice(0, -1);
  return `${head},"arms":[\n${arms.map(short).join(',\n')}\n]}\n`;
}

/** Answers what stood in the way. */
export async function writePage(
  results: MiniatureResults,
  { page, results: numbers }: Places,
): Promise<readonly Diagnostic[]> {
  const kept = printResults(results);
  const { markdown, figures } = renderMiniature(JSON.parse(kept) as MiniatureResults, 'reproduction');
  const folder = join(numbers, '..');
  const files = [
    [numbers, kept],
    [page, markdown],
    ...Object.entries(figures).map(([name, svg]) => [join(folder, name), svg] as const),
  ] as const;
  const refused = await Promise.all(files.map(([file, text]) => writeFileWhole(file, text)));
  return refused.flatMap((one) => one ?? []);
}
