import { expect, test } from 'vitest';
import { blockedPorts } from './blocked-ports.js';

const reasonOf = (port: number): Promise<unknown> =>
  fetch(`http://127.0.0.1:${port}`).then(
    () => undefined,
    (error: Error) => (error.cause as Error | undefined)?.message,
  );

test("Node's fetch, which goes by the same standard, refuses each of them", async () => {
  const reasons = await Promise.all([...blockedPorts].map(reasonOf));
  expect(new Set(reasons)).toEqual(new Set(['bad port']));
});

test('ports beside them are not refused', async () => {
  const beside = [...blockedPorts].flatMap((port) => [port - 1, port + 1]);
  const open = beside.filter((port) => port > 0 && !blockedPorts.has(port));
  const reasons = await Promise.all(open.map(reasonOf));
  expect(reasons).not.toContain('bad port');
});
