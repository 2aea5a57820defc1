import { expect, test } from 'vitest';
import { examineMemory, examineNode } from './examine-machine.js';

test.each([
  ['18.20.0', 'error'],
  ['20.18.3', 'error'],
  ['20.19.0', 'ok'],
  ['22.3.0', 'ok'],
  ['24.0.0', 'ok'],
])('node %s is %s', (node, status) => {
  const check = examineNode(node);
  expect(check.status).toBe(status);
  expect(check.help === undefined).toBe(status === 'ok');
});

test('little free memory is a warning, not an error', () => {
  expect(examineMemory(2 ** 28, 2 ** 33)).toMatchObject({
    status: 'warning',
    found: '256.0 MiB free of 8.0 GiB',
  });
  expect(examineMemory(2 ** 32, 2 ** 33).status).toBe('ok');
});
