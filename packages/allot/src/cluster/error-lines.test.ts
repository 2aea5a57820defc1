import { expect, test } from 'vitest';
import { errorLines, lastLines } from './error-lines.js';

const log = `\u001b[36m(TaskRunner pid=12)\u001b[0m step 3
(WorkerDict pid=7, ip=10.0.0.2) Traceback (most recent call last):
(WorkerDict pid=7, ip=10.0.0.2)   File "x.py", line 1, in <module>
torch.OutOfMemoryError: CUDA out of memory.

shutting down
bye
`;

test('the last error stands last, without colours and process names', () => {
  expect(errorLines(log, 3)).toEqual([
    'Traceback (most recent call last):',
    '  File "x.py", line 1, in <module>',
    'torch.OutOfMemoryError: CUDA out of memory.',
  ]);
});

test('what the bundle says when it starts is an error', () => {
  expect(errorLines('allot: the grader does not start\nmore', 5)).toEqual([
    'allot: the grader does not start',
  ]);
});

test('without an error the end is shown', () => {
  expect(errorLines('one\ntwo\n\nthree\n', 2)).toEqual(['two', 'three']);
  expect(errorLines('', 2)).toEqual([]);
  expect(lastLines(log, 1)).toEqual(['bye']);
});
