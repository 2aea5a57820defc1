// Tokenizers: 10 MB of this repository's own text, in pieces of about 2,000 characters, on one core.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadTokenizer } from '../packages/tasks/dist/index.js';
import { bestOf, printRow, thousands } from './measure.mjs';

const BYTES = 10_000_000;
const PIECE = 2000;
const ROUNDS = 2;
const python = process.env.ALLOT_PYTHON ?? join(homedir(), '.cache/allot/parity-venv/bin/python');
const script = fileURLToPath(new URL('native-tokenizers.py', import.meta.url));

export async function benchTokenizers() {
  const { text, pieces } = makePieces();
  printRow('vocabulary of 32,000', 'tokens/s', 'native', 'ratio');
  for (const style of ['byte-level', 'byte fallback']) {
    const folder = mkdtempSync(join(tmpdir(), 'allot-bench-'));
    try {
      const native = runNative(folder, style, text, pieces);
      if (native === undefined) {
        console.log(`  ${python} has no tokenizers; set ALLOT_PYTHON`);
        return;
      }
      const [tokenizer] = loadTokenizer(join(folder, 'tokenizer.json'));
      const ids = JSON.parse(readFileSync(join(folder, 'ids.json'), 'utf8'));
      const tokens = ids.reduce((sum, row) => sum + row.length, 0);
      const encode = () => pieces.map((piece) => tokenizer.encode(piece));
      const different = encode().filter((row, index) => row.join() !== ids[index].join()).length;
      const { encode: seconds } = await bestOf(ROUNDS, { encode }, 1);
      const ratio = `${(native / seconds).toFixed(2)}x`;
      printRow(style, thousands(tokens / seconds), thousands(tokens / native), ratio);
      if (different > 0) console.log(`  ${different} pieces have other ids`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Sources and pages under version control, over and over, until there are enough of them. */
function makePieces() {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const names = execFileSync('git', ['ls-files', '*.ts', '*.md', '*.mjs', '*.py'], { cwd, encoding: 'utf8' });
  const text = names
    .trim()
    .split('\n')
    .map((name) => readFileSync(join(cwd, name), 'utf8'))
    .join('\n');
  const pieces = [];
  for (let at = 0, bytes = 0; bytes < BYTES; at = (at + PIECE) % text.length) {
    const piece = text.slice(at, at + PIECE).toWellFormed();
    pieces.push(piece);
    bytes += Buffer.byteLength(piece);
  }
  return { text, pieces };
}

/** Seconds of the native library; undefined without it. */
function runNative(folder, style, text, pieces) {
  writeFileSync(join(folder, 'pieces.json'), JSON.stringify(pieces));
  writeFileSync(join(folder, 'text.txt'), text);
  try {
    return Number(execFileSync(python, ['-B', script, folder, style, String(ROUNDS)], { encoding: 'utf8' }));
  } catch {
    return undefined;
  }
}
