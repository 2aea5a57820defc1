// Update: gradient, clipping and AdamW of one minibatch, end to end, as a share of the matrix-product ceiling.
import { countDecoderFlops } from '../packages/graph/dist/index.js';
import { ceilingFlops, openCeiling } from './ceiling.mjs';
import { bestOf, percent, printRow, WORKERS } from './measure.mjs';
import { openEngine, policies } from './policies.mjs';

const ROUNDS = 12;

export async function benchUpdate() {
  printRow('policy', 'GFLOP/s', 'ceiling', 'share', 'ms');
  for (const [name, config] of Object.entries(policies)) {
    const engine = await openEngine(config, WORKERS);
    const ceiling = await openCeiling(WORKERS);
    const batch = makeBatch(config);
    const best = await bestOf(ROUNDS, { update: () => engine.update(batch), ceiling: ceiling.run });
    const speed = updateFlops(config, batch) / best.update / 1e9;
    const top = ceilingFlops(WORKERS) / best.ceiling / 1e9;
    printRow(name, speed.toFixed(0), top.toFixed(0), percent(speed / top), (1000 * best.update).toFixed(0));
    await engine.close();
    await ceiling.close();
  }
}

/** 256 sequences of 24 to 87 tokens, as a step of the quickstart has them early in training. */
export function makeBatch(config, rows = 256) {
  const sequences = Array.from({ length: rows }, (_, row) => {
    const targets = 23 + ((row * 37) % 64);
    return {
      tokens: Int32Array.from({ length: targets + 1 }, (_unused, at) => (row + 7 * at) % config.vocabSize),
      weights: new Float32Array(targets).fill(1e-4),
      advantages: new Float32Array(targets).fill((row % 5) - 2),
      oldLogProbabilities: new Float32Array(targets).fill(-3.2),
    };
  });
  return {
    objective: 'policy-gradient',
    sequences,
    tokensPerMicrobatch: 1024,
    temperature: 1,
    clipLow: 0.2,
    clipHigh: 0.2,
    optimizer: {
      learningRate: 1e-6,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
      maxGradientNorm: 1,
    },
  };
}

/** Useful work only: no padding, causal attention counted once. */
function updateFlops(config, { sequences }) {
  return sequences.reduce((sum, { tokens }) => {
    const work = { tokens: tokens.length, context: (tokens.length + 1) / 2 };
    return sum + countDecoderFlops(config, work).trainFlops;
  }, 0);
}
