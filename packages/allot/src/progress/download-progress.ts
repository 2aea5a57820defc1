// Tells on stderr how far downloads are: a line that changes on a terminal, a line a file in a pipe.
import { showHidden } from '@allot/spec';
import type { DownloadProgress } from '@allot/tasks';
import type { Terminal } from '../cli/terminal.js';

const updatesPerSecond = 5;

/** A listener for downloads. */
export function followDownloads(terminal: Terminal): (progress: DownloadProgress) => void {
  return terminal.stderr.interactive ? changingLine(process.stderr) : linePerFile(terminal);
}

function changingLine(stream: NodeJS.WritableStream): (progress: DownloadProgress) => void {
  let shown = 0;
  return (progress) => {
    const { received, total } = progress;
    const isEnd = received >= total;
    if (!isEnd && performance.now() - shown < 1000 / updatesPerSecond) return;
    shown = performance.now();
    stream.write(`\r${printProgress(progress)}\u001b[K${isEnd ? '\n' : ''}`);
  };
}

function linePerFile(terminal: Terminal): (progress: DownloadProgress) => void {
  const told = new Set<string>();
  return ({ file, total }) => {
    if (told.has(file)) return;
    told.add(file);
    terminal.error(`downloading ${file} (${megabytes(total)} MB)`);
  };
}

/** `openai/gsm8k/main/train.parquet  1.2 of 2.3 MB`. */
const printProgress = ({ file, received, total }: DownloadProgress): string =>
  `${showHidden(file)}  ${megabytes(received)} of ${megabytes(total)} MB`;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
