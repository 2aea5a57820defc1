// Grading: rows of school arithmetic and rows of algebra, in two threads, beside math-verify where it is installed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openGrader } from '../packages/tasks/dist/index.js';
import { bestOf, printRow, thousands, WORKERS } from './measure.mjs';

const ROUNDS = 3;
const python = process.env.ALLOT_PYTHON ?? join(homedir(), '.cache/allot/parity-venv/bin/python');

const steps = 'First we look at what is given, and then at what is asked for. '.repeat(20);
const sets = {
  'school arithmetic': Array.from({ length: 10_000 }, (_, n) => ({
    gold: `She has 3 + 4 = 7 and ${n} more.\n#### ${n}`,
    pred: `${steps}The answer is $${(n % 3 === 0 ? n + 1 : n).toLocaleString('en-US')}$.`,
  })),
  algebra: Array.from({ length: 2000 }, (_, n) => ({
    gold: `$\\frac{${n} + \\sqrt{${n + 2}}}{${n + 1}} (x - ${n})^2$`,
    pred: `${steps}Hence $\\boxed{\\frac{(x^2 - ${2 * n}x + ${n * n})(${n % 3 === 0 ? n + 1 : n} + \\sqrt{${n + 2}})}{${n + 1}}}$.`,
  })),
};

export async function benchGrading() {
  printRow('', 'rows/s', 'correct', 'ratio');
  for (const [name, rows] of Object.entries(sets)) {
    const cases = rows.map(({ gold, pred }) => ({ gold, response: pred }));
    const grader = openGrader({ workers: WORKERS });
    let correct = 0;
    const best = await bestOf(ROUNDS, {
      [name]: async () => {
        correct = (await grader.grade(cases)).filter((grade) => grade.correct).length;
      },
    });
    await grader.close();
    printRow(name, thousands(rows.length / best[name]), correct, '1.00x');
    const some = rows.slice(0, 500);
    const peer = runMathVerify(some);
    if (!peer) continue;
    const ratio = best[name] / rows.length / (peer.seconds / some.length);
    printRow(
      '  math-verify, one process',
      thousands(some.length / peer.seconds),
      `${peer.correct}/500`,
      `${ratio.toFixed(4)}x`,
    );
  }
  if (!runMathVerify([])) console.log(`  ${python} has no math-verify; set ALLOT_PYTHON to compare with it`);
}

/** Seconds and right answers by the peer; undefined where it is not installed. */
function runMathVerify(rows) {
  const folder = mkdtempSync(join(tmpdir(), 'allot-bench-'));
  try {
    const file = join(folder, 'rows.jsonl');
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const script = fileURLToPath(new URL('grading.py', import.meta.url));
    return JSON.parse(execFileSync(python, ['-B', script, file], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
