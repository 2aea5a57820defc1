// Tells on stderr what the hub is asked for and how far downloads are: a line that changes on a terminal, a line a file in a pipe.
import { showHidden } from '@allot/spec';
import type { DownloadProgress, HubAccess, HubRequest } from '@allot/tasks';
import type { Terminal } from '../cli/terminal.js';

const updatesPerSecond = 5;

/** Listeners for what goes on between this process and the hub. */
export function followHub(terminal: Terminal): Required<Pick<HubAccess, 'onProgress' | 'onRequest'>> {
  const { interactive } = terminal.stderr;
  const line = (text: string): void => {
    // What a download has drawn gives way.
    if (interactive) process.stderr.write('\r\u001b[K');
    terminal.error(text);
  };
  return {
    onProgress: interactive ? changingLine(process.stderr) : linePerFile(terminal),
    onRequest: linePerTry(line),
  };
}

/** Of a repository the first request is told, and each that is tried again; behind the last try the next one is a first one again. */
function linePerTry(line: (text: string) => void): (request: HubRequest) => void {
  const asked = new Set<string>();
  return ({ endpoint, repo, attempt, mostAttempts }) => {
    if (attempt > 1) line(`asking again for ${repo}, try ${attempt} of ${mostAttempts}`);
    else if (!asked.has(repo)) line(`asking ${endpoint} for ${repo}`);
    asked.add(repo);
    if (attempt === mostAttempts) asked.delete(repo);
  };
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
