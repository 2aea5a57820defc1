import { expect, test } from 'vitest';
import { createQueue } from './call-queue.js';

test('calls run one at a time, in order, also after one that fails', async () => {
  const queue = createQueue();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} starts`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    log.push(`${name} ends`);
    if (name === 'b') throw new Error('b fails');
    return name;
  };
  const settled = await Promise.allSettled(['a', 'b', 'c'].map((name) => queue(work(name))));
  expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
});
