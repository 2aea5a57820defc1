// torchrun, which starts the processes of a worker and ends all of them when one ends.

/** Python's arguments before the module; one process needs no launcher. */
export const launcherOf = (processes: number): readonly string[] =>
  processes === 1 ? [] : ['-m', 'torch.distributed.run', '--standalone', '--nproc-per-node', `${processes}`];

/** Which rank ended first, and how, as torchrun's report at the end of `output` has it. */
export function describeRankEnd(output: string): string | undefined {
  const report = output.slice(output.lastIndexOf('Root Cause'));
  const [, rank, code] = /\brank\s*: (\d+)[\s\S]*?\bexitcode\s*: (-?\d+)/.exec(report) ?? [];
  if (rank === undefined || code === undefined) return undefined;
  return `rank ${rank} of its processes ended first (${Number(code) < 0 ? `signal ${-Number(code)}` : `code ${code}`})`;
}
