// One small update and one rollout on the engine of the benchmarks; prints what came out.
import '../../bench/environment.mjs';
import { openEngine, policies } from '../../bench/policies.mjs';
import { makeBatch } from '../../bench/update.mjs';

const engine = await openEngine(policies.D64, 1);
const { loss } = await engine.update(makeBatch(policies.D64, 4));
const random = { seed: 1, address: [1] };
const request = { prompt: Int32Array.of(2, 3), prefill: new Int32Array(0), maxNewTokens: 3, random };
const [sample] = await engine.rollout([request], { temperature: 1, topP: 1, stopTokens: [1] });
await engine.close();
console.log(JSON.stringify({ loss, tokens: sample.tokens.length }));
