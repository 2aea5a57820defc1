// Turns the file system's errors into diagnostics; everything else stays an exception.
import type { Diagnostic, Phase } from '@allot/spec';
import { report } from './catalog.js';

const readOnly = new Set(['EACCES', 'EPERM', 'EROFS']);
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * The diagnostic for an error of the file system, or undefined when `error` is none: then it is a bug. `known` is the file where
 * the error names none, as when a folder is read.
 */
export function fileDiagnostic(
  error: unknown,
  access: 'read' | 'write' = 'write',
  known = 'a file',
): Diagnostic | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  if (!('syscall' in error) && error.code !== TOO_LARGE) return undefined;
  const file = 'path' in error ? String(error.path) : known;
  const { code } = error;
  const help = access === 'write' && code === 'EISDIR' ? aFileIsWritten : remedies[code];
  if (full.has(code)) return report('store/disk-full', { file });
  if (access === 'read' && code === 'ENOENT') return report('store/missing-file', { file });
  const kind = access === 'write' ? 'store/unwritable' : 'store/unreadable';
  return { ...report(kind, { file, problem: reason(code) }), ...(help !== undefined && { help }) };
}

const aFileIsWritten = 'A file is written there: name another place, or move the folder away.';

/** Where that of the catalog would not help. */
const remedies: Readonly<Record<string, string>> = {
  EMFILE: 'Allow more open files (`ulimit -n`), and repeat the command.',
  ENFILE: 'Close other programs: the whole system has too many files open. Then repeat the command.',
  EIO: 'Look at the disk: it may be failing. Copy the run to another one, and resume it there.',
  EISDIR: 'A file belongs there: remove the folder, and restore the file from a copy.',
  EROFS: 'Mount the file system so that it can be written, or move the run; then resume it.',
};

function reason(code: string): string {
  if (code === 'EROFS') return 'the file system is read-only';
  if (readOnly.has(code)) return 'permission denied';
  if (code === 'ENOENT') return 'no such file or folder can be made there';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a part of its path is a file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'ELOOP') return 'its links go in circles';
  if (code === SHORT) return 'it became shorter while it was read';
  if (code === TOO_LARGE) return 'it is larger than 2 GB';
  if (code === 'ENAMETOOLONG') return 'its name is too long';
  if (code === 'EIO') return 'the disk reports an error';
  if (code === 'EMFILE' || code === 'ENFILE') return 'too many files are open';
  return code;
}

/** Node's own, which names no file. */
const TOO_LARGE = 'ERR_FS_FILE_TOO_LARGE';
const SHORT = 'ESHORT';

/** The error of a file that ended before its size said. */
export const shortFile = (file: string): Error =>
  Object.assign(new Error(`${file} became shorter while it was read`), {
    code: SHORT,
    syscall: 'read',
    path: file,
  });

/** What `work` gives; errors of the file system that it throws become diagnostics. */
export async function readingFiles<T>(work: () => Promise<Phase<T>>): Promise<Phase<T>> {
  try {
    return await work();
  } catch (error) {
    const diagnostic = fileDiagnostic(error, 'read');
    if (!diagnostic) throw error;
    return [undefined, [diagnostic]];
  }
}
