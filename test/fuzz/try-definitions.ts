// Hostile definitions through load, check and plan, in process, and nothing written.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planFile } from '@allot/compiler';
import fc from 'fast-check';
import { createHost } from '../../packages/allot/src/host.js';
import { bytesOf, mutated } from './mutations.js';
import { type Counts, tryAll } from './outcome.js';
import type { Share } from './share.js';

const pipelines = fileURLToPath(new URL('../../pipelines', import.meta.url));
const everything = fileURLToPath(new URL('everything.yaml', import.meta.url));
const allotEntry = fileURLToPath(new URL('../../packages/allot/dist/index.js', import.meta.url));

/** The pipelines of an ending, one of those of papers, which are alike, as texts, with fewer problems to generate, and a definition with a bit of everything. */
const textsOf = (ending: string): string[] =>
  [
    ...readdirSync(pipelines, { recursive: true, encoding: 'utf8' })
      .filter(
        (name) => name.endsWith(ending) && (!name.startsWith('paper') || name === join('paper', 'hbpo.ts')),
      )
      .sort()
      .map((name) => join(pipelines, name)),
    ...(ending === '.yaml' ? [everything, everything] : []),
  ].map((file) => readFileSync(file, 'utf8').replace(/problems: (?:4096|2048)/g, 'problems: 600'));

/** The rows that `everything.yaml` reads. */
const rows = {
  'rows.jsonl':
    '{"key":"a","text":"1+1","result":"\\\\boxed{2}","more":["2"],"level":"easy","origin":"x"}\n{"key":"b","text":"2+1","result":"\\\\boxed{3}","level":"hard"}\n',
  'rows.csv': 'id;problem;answer\n1;1+2;3\n',
};

/** Plans `count` mutations of the pipelines with an ending, in `folder`. */
export async function tryDefinitions(
  ending: '.yaml' | '.ts',
  { folder, count, seed }: Share,
): Promise<Counts> {
  const home = join(folder, 'pipelines');
  cpSync(pipelines, home, { recursive: true });
  for (const [name, text] of Object.entries(rows)) writeFileSync(join(home, name), text);
  const file = join(home, `hostile${ending}`);
  const cases = fc.sample(bytesOf(mutated(textsOf(ending))), { seed, numRuns: count });
  const host = createHost();
  return tryAll(
    `definitions, ${ending === '.ts' ? 'TypeScript' : 'YAML'}`,
    cases,
    async (bytes) => {
      writeFileSync(file, bytes);
      const { plan, diagnostics, sources } = await planFile(file, host, {
        allotEntry,
        types: false,
        limits: { seconds: 5, megabytes: 256 },
      });
      const untold = diagnostics.find(({ severity, span }) => severity === 'error' && !span);
      if (untold && !placeless.has(untold.code))
        throw new Error(`${untold.code} has no place: ${untold.message}`);
      JSON.stringify(plan);
      return { taken: plan !== undefined, diagnostics, sources };
    },
    (bytes) => Buffer.from(bytes).toString('utf8'),
  );
}

/** Of the file as a whole, which its message names. */
const placeless = new Set(['definition/unreadable', 'definition/not-found']);
