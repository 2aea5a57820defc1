#!/usr/bin/env node
// Speaks like the torch engine's worker up to the call named in ALLOT_STAND_IN, and then does what stands behind it.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [when, how] = (process.env.ALLOT_STAND_IN ?? ':').split(':');
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

const faults = {
  dies: () => {
    process.stderr.write('Bus error\n', () => process.exit(7));
  },
  'is killed': () => process.kill(process.pid, 'SIGKILL'),
  hangs: () => undefined,
  stops: () => process.kill(process.pid, 'SIGSTOP'),
  prints: () => process.stdout.write('Loading weights: 100%\n'),
  'other json': () => say({ id: 'x', result: 3 }),
  floods: () => process.stdout.write('x'.repeat(3_000_000)),
  'no file': ({ id }) => say({ id, result: {} }),
  'bad file': ({ id, params }) => {
    writeFileSync(params.output, 'these are no tensors');
    say({ id, result: {} });
  },
  'no memory': ({ id }) =>
    say({ id, error: { kind: 'memory', message: 'CUDA out of memory. Tried to allocate 20 GiB' } }),
};

if (when === 'start') faults[how]({});
else {
  const versions = { python: '3', torch: '2', transformers: '5' };
  say({ hello: { protocol: 1, versions, devices: [{ name: 'cpu' }] } });
  // A worker that is stopped, or hangs, says nothing any more.
  const alive = setInterval(() => say({ alive: true }), 50);
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const request = JSON.parse(line);
      if (request.method !== when) return say({ id: request.id, result: { optimizer_step: 0 } });
      if (how === 'hangs') clearInterval(alive);
      if (how === 'is slow') return setTimeout(() => say({ id: request.id, result: { loss: 1 } }), 2500);
      faults[how](request);
    })
    .on('close', () => process.exit());
}
