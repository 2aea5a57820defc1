// Downloads datasets into the cache, and says where they lie.
import type { DatasetDefinition, Diagnostic } from '@allot/spec';
import { hubAccessFrom, locateDataset, namedDatasets, type Split } from '@allot/tasks';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import { followHub } from '../progress/hub-progress.js';
import type { WantedDataset } from './wanted-datasets.js';

/** Prints a file a line; goes on with the others where one cannot be had, and tells what was wrong at the end. */
export async function fetchDatasets(
  wanted: readonly WantedDataset[],
  split: Split | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const access = hubAccessFrom(process.env, 'always', followHub(terminal));
  const problems: Diagnostic[] = [];
  let exitCode: ExitCode = ExitCode.success;
  for (const { name, definition, folder, everySplit = false } of wanted) {
    if (definition.kind === 'arithmetic')
      terminal.error(`${name} is generated: there is nothing to download.`);
    let isReached = true;
    for (const each of everySplit ? withSplits(definition, split) : [definition]) {
      // Where the hub cannot be reached for one split, what the cache has of the others is still listed.
      const download = isReached ? access.download : 'never';
      const [files, found] = await locateDataset(each, folder, { ...access, download });
      if (isReached) problems.push(...found);
      isReached &&= !found.some(({ code }) => code === 'hub/unreachable');
      if (!files) exitCode = ExitCode.failure;
      for (const file of files ?? []) terminal.out(`${name}\t${file}`);
    }
  }
  await tell(terminal, different(problems));
  return exitCode;
}

/** What is wrong with the hub is the same for every dataset. */
const different = (problems: readonly Diagnostic[]): Diagnostic[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

/** A named dataset without a split stands for all of its splits. */
function withSplits(definition: DatasetDefinition, split: Split | undefined): readonly DatasetDefinition[] {
  if (definition.kind !== 'named' || definition.path !== undefined) return [definition];
  const splits =
    split === undefined ? (Object.keys(namedDatasets[definition.name].splits) as Split[]) : [split];
  return splits.map((each) => ({ ...definition, split: each }));
}
