// Reads, stores and opens one dataset in this process; prints the seconds and the most memory that was resident.
import { openProblems, storeProblems } from '@allot/tasks';

const [kind, file, target] = process.argv.slice(2);
const start = performance.now();
if (kind !== 'idle') {
  const [summary, diagnostics] = await storeProblems({ kind, path: file }, [file], target);
  if (!summary) throw new Error(diagnostics[0]?.message);
  const problems = openProblems(target);
  for (let row = 0; row < problems.length; row += 1009) problems.find(problems.at(row).id);
}
const seconds = (performance.now() - start) / 1000;
process.stdout.write(JSON.stringify({ seconds, residentMegabytes: process.resourceUsage().maxRSS / 1024 }));
