// What a person wants to see of the log of a job that failed.
import { stripVTControlCharacters } from 'node:util';

const isError = /^(?:[\w.]+\.)?\w*(?:Error|Exception|Interrupt|Exit)\b(?::|$)|^allot: |\bout of memory\b/;

/** The last `most` lines up to the last error, or of the whole log where none is seen; without colours and the names of processes. */
export function errorLines(log: string, most: number): readonly string[] {
  const lines = plainLines(log);
  const last = lines.findLastIndex((line) => isError.test(line));
  return (last === -1 ? lines : lines.slice(0, last + 1)).slice(-most);
}

/** The last lines that say something. */
export const lastLines = (log: string, most: number): readonly string[] => plainLines(log).slice(-most);

/** Ray puts `(TaskRunner pid=12)` before what a process prints, and colours. */
const plainLines = (log: string): readonly string[] =>
  stripVTControlCharacters(log)
    .split('\n')
    .map((line) => line.replace(/^\([\w:.]+(?: \w+)? pid=\d+[^)]*\) ?/, '').trimEnd())
    .filter((line) => line !== '');
