// Rows of gold answers and predictions in, the same rows with `correct` and `reason` out.
import { createReadStream } from 'node:fs';
import type { Diagnostic } from '@allot/spec';
import {
  type AnswerGrader,
  cutStrings,
  type GradeReason,
  longestResponse,
  openBytes,
  readLines,
} from '@allot/tasks';
import { withMembers } from '../cases/write-row.js';
import { reportCommand } from '../catalog.js';
import { type GradeRow, readGradeRow } from './read-grade-row.js';

/** How many rows were graded, and how. */
export interface GradeCounts {
  readonly rows: number;
  readonly correct: number;
  readonly reasons: Readonly<Partial<Record<GradeReason, number>>>;
}

export interface GradeRequest {
  /** Path of a JSON Lines file, which may be compressed (.gz), or `-` for stdin. */
  readonly path: string;
  readonly grader: AnswerGrader;
  readonly write: (rows: string) => void;
  /** Whether anybody still wants the rows. */
  readonly isWanted: () => boolean;
  /** Called with the bytes read and the rows graded so far. */
  readonly onProgress: (bytes: number, rows: number) => void;
}

/** Rows that are graded at once. */
const CHUNK = 4096;
/** Most bytes of rows that wait to be graded. */
const CHUNK_BYTES = 64 * 2 ** 20;
/** Bytes of a text that are kept, escapes among them: enough to be too long for the grader. */
const LONGEST_TEXT = 6 * (longestResponse + 1);
/** Longest row, in bytes, after its texts are cut. */
const LONGEST_LINE = 64 * 2 ** 20;

/** The rows before the first mistake are graded and written, as long as they are wanted. Diagnostics: `grade/*`. Rejects as `fs` does where it cannot read, and with an UnreadableFile where a .gz file is damaged. */
export async function gradeRows(
  request: GradeRequest,
): Promise<readonly [GradeCounts, readonly Diagnostic[]]> {
  const { path, onProgress, isWanted } = request;
  const file = path === '-' ? 'stdin' : path;
  const diagnostics: Diagnostic[] = [];
  const counts = countGrades();
  let bytes = 0;
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  const flush = async (): Promise<void> => {
    await gradeChunk(request, waiting, counts);
    [waiting, waitingBytes] = [[], 0];
    onProgress(bytes, counts.rows);
  };
  const lines = readLines(cutStrings(bytesOf(path), LONGEST_TEXT), undefined, LONGEST_LINE);
  for await (const { number: line, text, bytes: length } of lines) {
    if (!isWanted()) break;
    bytes += length + 1;
    if (length > LONGEST_LINE) {
      diagnostics.push(
        reportCommand('grade/line-too-long', { file, line, bytes: length, most: LONGEST_LINE }),
      );
      waiting.push({ text: `{"line": ${line}}`, row: undefined });
    } else if (text === undefined) {
      const span = { file, line, column: 1, endLine: line, endColumn: 2 };
      diagnostics.push(reportCommand('grade/not-utf8', { file, line }, { span }));
      break;
    } else if (text.trim() !== '') {
      const [row, mistakes] = readGradeRow(text, line, file);
      diagnostics.push(...mistakes);
      if (!row) break;
      waiting.push({ text, row });
      waitingBytes += length;
    }
    if (waiting.length >= CHUNK || waitingBytes >= CHUNK_BYTES) await flush();
  }
  if (isWanted()) await flush();
  if (counts.rows === 0 && diagnostics.length === 0)
    diagnostics.push(reportCommand('grade/empty', { file, shape: '{"gold": "1/2", "pred": "0.5"}' }));
  return [counts, diagnostics];
}

/** Decompressed where the name ends in .gz. */
function bytesOf(path: string): AsyncIterable<Buffer> {
  if (path === '-') return process.stdin;
  return /\.gz$/i.test(path) ? openBytes(path) : createReadStream(path);
}

interface Waiting {
  readonly text: string;
  /** Undefined for a row that is too long to be read. */
  readonly row: GradeRow | undefined;
}

async function gradeChunk(
  { grader, write }: GradeRequest,
  waiting: readonly Waiting[],
  counts: Counting,
): Promise<void> {
  if (waiting.length === 0) return;
  const readable = waiting.flatMap(({ row }) => (row ? [row] : []));
  const grades = (
    await grader.grade(readable.map(({ golds, pred }) => ({ gold: golds, response: pred })))
  ).values();
  const rows = waiting.map(({ text, row }) => {
    const grade = row ? grades.next().value : undefined;
    const { correct, reason } = grade ?? { correct: false, reason: 'too-long' as const };
    counts.add(correct, reason);
    return withMembers(text, [
      ['correct', String(correct)],
      ['reason', JSON.stringify(reason)],
    ]);
  });
  write(rows.join('\n'));
}

type Counting = GradeCounts & { readonly add: (correct: boolean, reason: GradeReason) => void };

function countGrades(): Counting {
  const reasons: Partial<Record<GradeReason, number>> = {};
  let rows = 0;
  let correct = 0;
  return {
    reasons,
    get rows() {
      return rows;
    },
    get correct() {
      return correct;
    },
    add(isCorrect, reason) {
      rows++;
      if (isCorrect) correct++;
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    },
  };
}
