// Measures what is done of the miniature and writes its numbers and its page.
import { join } from 'node:path';
import { loadMiniature, type MiniatureResults, renderMiniature } from '@allot/report';
import type { Diagnostic, Phase, PipelineDefinition } from '@allot/spec';
import { writeFileWhole } from '../../cli/files.js';
import type { Arm } from './arms.js';
import { armsUnder, type Condition } from './conditions.js';
import type { ProblemSet } from './held-out.js';
import type { Places } from './places.js';

export interface Measuring {
  readonly arms: readonly Arm<PipelineDefinition>[];
  readonly conditions: readonly Condition[];
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
export function measureMiniature({
  arms,
  conditions,
  seeds,
  sets,
  places,
}: Measuring): Promise<Phase<MiniatureResults>> {
  const problemsOf = (name: ProblemSet['name']) => {
    const { problems = 0, operations = [0, 0] } = sets.find((set) => set.name === name) ?? {};
    return { problems, operations };
  };
  return loadMiniature({
    steps: arms[0]?.definition.steps ?? 0,
    seeds,
    heldOut: problemsOf('held-out'),
    longer: problemsOf('longer'),
    arms: [base, ...arms.map(aboutArm)],
    conditions: conditions.map((condition) => ({
      name: condition.name,
      title: condition.title,
      about: condition.about,
      arms: [
        { ...base, folder: condition.base?.name ?? base.name },
        ...armsUnder(condition).map(({ of, name }) => ({ ...aboutArm(of), folder: name })),
      ],
    })),
    run: places.run,
    evaluation: places.evaluation,
  });
}

const aboutArm = ({ name, title, group, about }: Arm) => ({ name, title, group, about });

/** A line for each arm, numbers to six digits: small enough to keep beside the page. */
export function printResults({ arms, conditions, ...about }: MiniatureResults): string {
  const short = (value: unknown): string =>
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? Number(one.toPrecision(6)) : one));
  const lines = (values: readonly unknown[]): string => `[\n${values.map(short).join(',\n')}\n]`;
  const head = short(about).slice(0, -1);
  return `${head},"arms":${lines(arms)},"conditions":${lines(conditions)}}\n`;
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
