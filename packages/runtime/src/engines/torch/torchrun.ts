// torchrun, which starts the processes of a worker and ends all of them when one ends.

/** Python's arguments before the module; one process needs no launcher. */
export const launcherOf = (processes: number): readonly string[] =>
  processes === 1 ? [] : ['-m', 'torch.distributed.run', '--standalone', '--nproc-per-node', `${processes}`];

/** Which rank ended first, and how and why, as far as torchrun's report at the end of `output` and what stands before it say. */
export function describeRankEnd(output: string): string | undefined {
  const begin = output.lastIndexOf('Root Cause');
  const [, rank, code] = /\brank\s*: (\d+)[\s\S]*?\bexitcode\s*: (-?\d+)/.exec(output.slice(begin)) ?? [];
  if (begin < 0 || rank === undefined || code === undefined) return undefined;
  const how = Number(code) < 0 ? `signal ${-Number(code)}` : `code ${code}`;
  const why = Number(code) < 0 ? undefined : output.slice(0, begin).match(pythonError)?.at(-1);
  return [`rank ${rank} of its processes ended first (${how})`, why].filter(Boolean).join(': ');
}

/** The last line of a traceback. */
const pythonError = /^[A-Za-z]\w*(?:Error|Exception): .+$/gm;
