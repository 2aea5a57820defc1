// Reads a JSON Lines dataset: streaming, every mistake with its place, a flood of them cut short.
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Diagnostic, hasErrors, type JsonlDataset, type Phase, type Problem } from '@allot/spec';
import { report } from '../catalog.js';
import { readLines } from './lines.js';
import { type RowContext, readRow } from './row.js';

/** Most diagnostics of one file that are shown; the rest are counted. */
const mostShown = 20;

export interface JsonlContent {
  readonly problems: readonly Problem[];
  /** sha256 of the file. */
  readonly digest: string;
}

/** Diagnostics: every `dataset/*` of the catalog. Without a value where one of them is an error. */
export async function readJsonl(
  { map, path }: JsonlDataset,
  file: string,
  canEncode?: (text: string) => boolean,
): Promise<Phase<JsonlContent>> {
  const fields = { id: 'id', problem: 'problem', answer: 'answer', difficulty: 'difficulty', ...map };
  const context: RowContext = { file, source: path, fields, canEncode };
  const hash = createHash('sha256');
  const problems: Problem[] = [];
  const lineOfId = new Map<string, number>();
  const diagnostics: Diagnostic[] = [];
  try {
    if (!isPlain(await stat(file)))
      return [undefined, [report('dataset/unreadable', { file, reason: 'it is no plain file' })]];
    for await (const { number: line, text } of readLines(file, hash)) {
      if (text === undefined) {
        diagnostics.push(report('dataset/not-utf8', { file, line }, { span: wholeLine(file, line, 1) }));
        continue;
      }
      if (text.trim() === '') continue;
      const row = readRow(text, line, context);
      diagnostics.push(...row.diagnostics);
      if (!row.problem) continue;
      const { id } = row.problem;
      const first = lineOfId.get(id);
      if (first !== undefined) {
        const named = row.named ? 'dataset/duplicate-id' : 'dataset/duplicate-row';
        const related = [{ span: wholeLine(file, first, 1), message: 'first here' }];
        diagnostics.push(
          report(named, { file, id, line, first }, { span: wholeLine(file, line, text.length), related }),
        );
        continue;
      }
      lineOfId.set(id, line);
      problems.push(row.problem);
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return [undefined, [report('dataset/unreadable', { file, reason: reasonOf(error) })]];
  }
  if (problems.length === 0 && diagnostics.length === 0)
    return [undefined, [report('dataset/empty', { file })]];
  const shown = cutShort(diagnostics, file);
  if (hasErrors(diagnostics)) return [undefined, shown];
  return [{ problems, digest: hash.digest('hex') }, shown];
}

function cutShort(diagnostics: readonly Diagnostic[], file: string): Diagnostic[] {
  const ordered = [...diagnostics].sort(
    (a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'),
  );
  const count = ordered.length - mostShown;
  if (count <= 0) return ordered;
  return [...ordered.slice(0, mostShown), report('dataset/more', { count, file })];
}

/** Pipes and devices may never end. A folder is left to the reader, which names it. */
const isPlain = (status: Stats): boolean => status.isFile() || status.isDirectory();

const wholeLine = (file: string, line: number, length: number) => ({
  file,
  line,
  column: 1,
  endLine: line,
  endColumn: Math.max(1, length) + 1,
});

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'permission is denied';
  return error instanceof Error ? error.message : String(error);
}
