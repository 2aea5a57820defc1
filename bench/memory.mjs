// Memory: the process over many steps of rollout and update; nothing may pile up.
import { printRow, WORKERS } from './measure.mjs';
import { openEngine, policies } from './policies.mjs';
import { makeBatch } from './update.mjs';

const STEPS = 500;

export async function benchMemory() {
  const config = policies.D64;
  const engine = await openEngine(config, WORKERS);
  const batch = makeBatch(config, 32);
  printRow('steps', 'resident MB');
  for (let step = 1; step <= STEPS; step++) {
    const requests = Array.from({ length: 32 }, (_, row) => ({
      prompt: Int32Array.from({ length: 6 + ((row + step) % 9) }, (_unused, at) => at),
      prefill: new Int32Array(0),
      maxNewTokens: 24 + ((row * step) % 40),
      random: { seed: 1, address: [step, row] },
    }));
    await engine.rollout(requests, { temperature: 1, topP: 1, stopTokens: [0] });
    await engine.update(batch);
    if (step % 100 === 0 || step === 20) printRow(step, (process.memoryUsage.rss() / 2 ** 20).toFixed(0));
  }
  await engine.close();
}
