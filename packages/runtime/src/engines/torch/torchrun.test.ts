import { expect, test } from 'vitest';
import { describeRankEnd, launcherOf } from './torchrun.js';

/** As torch 2.13 prints it. */
const report = (code: number) => `Traceback (most recent call last):
  File "protocol.py", line 27, in <module>
    import transformers
ModuleNotFoundError: No module named 'transformers'
torch.distributed.elastic.multiprocessing.errors.ChildFailedError:
======================================================
allot_worker FAILED
------------------------------------------------------
Failures:
[1]:
  rank      : 0 (local_rank: 0)
  exitcode  : -15 (pid: 2664)  (SIGTERM)
------------------------------------------------------
Root Cause (first observed failure):
[0]:
  time      : 2026-11-26_16:41:45
  host      : localhost
  rank      : 1 (local_rank: 1)
  exitcode  : ${code} (pid: 2676)
  error_file: <N/A>
======================================================`;

test('one process needs no launcher', () => {
  expect(launcherOf(1)).toEqual([]);
  expect(launcherOf(4).at(-1)).toBe('4');
});

test.each([
  [-9, 'signal 9)'],
  [3, "code 3): ModuleNotFoundError: No module named 'transformers'"],
])('a rank that ended with %i', (code, how) => {
  expect(describeRankEnd(report(code))).toBe(`rank 1 of its processes ended first (${how}`);
});

test('other output says nothing of ranks', () => {
  expect(describeRankEnd('No module named torch')).toBeUndefined();
});
