// The policy is small enough for the files that the embedded engine reads.
import { defineRule, settings } from './rule.js';

/** ONNX files are read by protobuf parsers, which stop at 2 GiB; weights take 4 bytes each. */
const MOST_PARAMETERS = 500_000_000;

const policy = (sizes: string): string =>
  `policy:\n  architecture: { ${sizes}, layers: 32, heads: 32, keyValueHeads: 8, maxPositions: 128 }\n  tokenizer: allot:arithmetic\n`;

export const policySize = defineRule({
  kind: 'both',
  reads: ['policy', 'engine'],
  catalog: {
    'policy/too-large': {
      severity: 'error',
      message: 'The policy has {millions} million parameters, and the onnx engine takes at most 500 million',
      help: 'Use a smaller policy.',
      why: 'The embedded engine keeps all weights inside one ONNX file, and such files end at 2 GiB.',
      example: settings(policy('hiddenSize: 4096, intermediateSize: 14336')),
    },
  },
  accepts: { 'policy/too-large': policy('hiddenSize: 512, intermediateSize: 1792') },
  check({ engine }, { report, facts: { parameters } }) {
    if (engine.name !== 'onnx' || parameters === undefined || parameters <= MOST_PARAMETERS) return;
    report(['policy'], 'policy/too-large', { millions: Math.round(parameters / 1e6) });
  },
});
