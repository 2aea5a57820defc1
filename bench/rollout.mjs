// Rollout: the engine against the plain loop, which concatenates caches and feeds weights, on as many threads.
import { bestOf, printRow, thousands, WORKERS } from './measure.mjs';
import { openPlainLoop } from './plain-loop.mjs';
import { openEngine, policies } from './policies.mjs';

const ROUNDS = 6;
const [ROWS, PROMPT, LENGTH] = [256, 8, 96];

export async function benchRollout() {
  printRow('policy, every response 96 tokens', 'tokens/s', 'plain', 'ratio');
  for (const [name, config] of Object.entries(policies)) {
    const engine = await openEngine(config, WORKERS);
    const options = { temperature: 1, topP: 1, stopTokens: [] };
    const requests = Array.from({ length: ROWS }, (_, row) => ({
      prompt: Int32Array.from({ length: PROMPT }, (_unused, at) => (at + (row >> 4)) % config.vocabSize),
      prefill: new Int32Array(0),
      maxNewTokens: LENGTH,
      random: { seed: 1, address: [row] },
    }));
    const plain = {};
    for (const rows of [64, 128]) {
      const loop = await openPlainLoop(config, WORKERS);
      plain[rows] = async () => {
        for (let done = 0; done < ROWS; done += rows) await loop.run(rows, PROMPT, LENGTH);
      };
    }
    const best = await bestOf(ROUNDS, { engine: () => engine.rollout(requests, options), ...plain });
    const speed = (seconds) => (ROWS * LENGTH) / seconds;
    const baseline = Math.min(best[64], best[128]);
    printRow(
      name,
      thousands(speed(best.engine)),
      thousands(speed(baseline)),
      `${(baseline / best.engine).toFixed(2)}x`,
    );
    await engine.close();
  }
}
