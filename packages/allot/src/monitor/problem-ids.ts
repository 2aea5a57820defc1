// Ids of the baseline's problems by their text, for logs that hold the problem and not its id.
import { existsSync } from 'node:fs';

/** From the problems that a run has stored; problems of the embedded task say themselves what they are called. */
export async function problemIds(
  folder: string,
  dataset: string,
): Promise<(problem: string) => string | undefined> {
  const [{ runPaths }, { parseObject, readLines }] = await Promise.all([
    import('@allot/store'),
    import('@allot/tasks'),
  ]);
  const file = runPaths(folder).dataset(dataset);
  if (!existsSync(file)) return (problem) => `arithmetic:${problem.trim()}`;
  const ids = new Map<string, string>();
  for await (const { text = '' } of readLines(file)) {
    const { id, problem } = parseObject(text) ?? {};
    if (typeof id === 'string' && typeof problem === 'string') ids.set(problem.trim(), id);
  }
  return (problem) => ids.get(problem.trim());
}
