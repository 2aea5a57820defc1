// The policy is small enough for the files that the embedded engine reads.
import { defineRule, settings } from './rule.js';

/** ONNX files are read by protobuf parsers, which stop at 2 GiB; weights and rotary tables take 4 bytes a number. */
const MOST_NUMBERS = 500_000_000;

const policy = (sizes: string, positions = 128): string =>
  `policy:\n  architecture: { ${sizes}, layers: 32, heads: 32, keyValueHeads: 8, maxPositions: ${positions} }\n  tokenizer: allot:arithmetic\n`;

export const policySize = defineRule({
  kind: 'both',
  reads: ['policy', 'engine'],
  catalog: {
    'policy/too-large': {
      severity: 'error',
      message: 'The policy has {millions} million parameters, and the onnx engine takes at most 500 million',
      help: 'Use a smaller policy, or the engine `torch`.',
      why: 'The embedded engine keeps all weights inside one ONNX file, and such files end at 2 GiB.',
      example: settings(policy('hiddenSize: 4096, intermediateSize: 14336')),
    },
    'policy/too-many-positions': {
      severity: 'error',
      message:
        'The policy has {positions} positions, and beside its weights the onnx engine takes at most {most}',
      help: 'Lower maxPositions, or max_position_embeddings in config.json, to what your sequences need.',
      why: 'The embedded engine keeps the tables of the rotary embedding, one row a position, in the same ONNX file as the weights, and such files end at 2 GiB.',
      example: settings(policy('hiddenSize: 64, intermediateSize: 176', 1_000_000_000)),
    },
  },
  accepts: {
    'policy/too-large': policy('hiddenSize: 512, intermediateSize: 1792'),
    'policy/too-many-positions': policy('hiddenSize: 64, intermediateSize: 176', 131_072),
  },
  check({ engine }, { report, facts: { parameters, decoder } }) {
    if (engine.name !== 'onnx' || parameters === undefined || decoder === undefined) return;
    if (parameters > MOST_NUMBERS) {
      report(['policy'], 'policy/too-large', { millions: Math.round(parameters / 1e6) });
    } else if (parameters + decoder.maxPositions * decoder.headDim > MOST_NUMBERS) {
      const most = Math.floor((MOST_NUMBERS - parameters) / decoder.headDim);
      report(['policy'], 'policy/too-many-positions', { positions: decoder.maxPositions, most });
    }
  },
});
