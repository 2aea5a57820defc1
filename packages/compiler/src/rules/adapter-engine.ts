// An adapter is trained by an engine that can leave the other weights as they are.
import { defineRule, settings } from './rule.js';

const policy = 'policy: { model: allot:tiny-base, lora: { rank: 8, alpha: 16 } }\n';

export const adapterEngine = defineRule({
  kind: 'both',
  reads: ['policy', 'engine'],
  catalog: {
    'policy/adapter-engine': {
      severity: 'error',
      message: 'The engine `onnx` trains all weights of a policy and cannot train an adapter beside them',
      help: 'Use the engine `torch`, or remove `policy.lora`.',
      why: 'An adapter saves the memory of gradients, moments and full checkpoints of large models. The policies that the embedded engine is for are small enough to be trained whole, so its graphs have no adapter. It does evaluate policies that were trained with one.',
      example: settings(`${policy}engine: { name: onnx }\n`),
    },
  },
  accepts: { 'policy/adapter-engine': `${policy}engine: { name: torch }\n` },
  check({ policy: chosen, engine }, { report }) {
    if (engine.name === 'onnx' && 'model' in chosen && chosen.lora)
      report(['policy', 'lora'], 'policy/adapter-engine', {});
  },
});
