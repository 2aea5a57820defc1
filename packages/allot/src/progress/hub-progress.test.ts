import { expect, test } from 'vitest';
import type { Terminal } from '../cli/terminal.js';
import { followHub } from './hub-progress.js';

function listening(): ReturnType<typeof followHub> & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const sink = { color: false, interactive: false, columns: 100, closed: false };
  const terminal: Terminal = {
    out: () => undefined,
    error: (text) => lines.push(text),
    stdout: sink,
    stderr: sink,
  };
  return { ...followHub(terminal), lines };
}

const request = { endpoint: 'https://huggingface.co', repo: 'owner/rows', mostAttempts: 5 };

test('in a pipe: a line for each repository, each further try and each file', () => {
  const { onRequest, onProgress, lines } = listening();
  for (const attempt of [1, 2, 1]) onRequest({ ...request, attempt });
  onRequest({ ...request, repo: 'owner/others', attempt: 1 });
  for (const received of [1e6, 2e6]) onProgress({ file: 'owner/rows/a.jsonl', received, total: 2e6 });
  expect(lines).toEqual([
    'asking https://huggingface.co for owner/rows',
    'asking again for owner/rows, try 2 of 5',
    'asking https://huggingface.co for owner/others',
    'downloading owner/rows/a.jsonl (2.0 MB)',
  ]);
});

test('behind the last try it is said anew what is asked', () => {
  const { onRequest, lines } = listening();
  for (const attempt of [1, 5, 1]) onRequest({ ...request, attempt });
  expect(lines).toEqual([
    'asking https://huggingface.co for owner/rows',
    'asking again for owner/rows, try 5 of 5',
    'asking https://huggingface.co for owner/rows',
  ]);
});
