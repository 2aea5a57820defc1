// The widths of a new policy divide as attention needs it.
import { defineRule, settings } from './rule.js';

const tokenizer = 'tokenizer: allot:arithmetic';
const policy = (sizes: string): string =>
  `policy:\n  architecture: { ${sizes}, intermediateSize: 24, layers: 1, maxPositions: 128 }\n  ${tokenizer}\n`;

export const architectureDivides = defineRule({
  kind: 'both',
  reads: ['policy'],
  catalog: {
    'policy/heads-do-not-divide': {
      severity: 'error',
      message: '{heads} heads do not divide the hidden size {hiddenSize}',
      help: 'Choose a hidden size that is a multiple of twice the number of heads, for instance {nearest}.',
      why: 'The hidden state is split evenly over the attention heads.',
      example: settings(policy('hiddenSize: 64, heads: 6, keyValueHeads: 2')),
    },
    'policy/odd-head-size': {
      severity: 'error',
      message: 'A head has {size} dimensions, which must be an even number',
      help: 'Choose an even headDim, or without one a hidden size that is a multiple of twice the number of heads, for instance {nearest}.',
      why: 'Rotary embeddings turn the dimensions of a head in pairs.',
      example: settings(policy('hiddenSize: 12, heads: 4, keyValueHeads: 2')),
    },
    'policy/head-size-of-family': {
      severity: 'error',
      message:
        'The family {family} has heads of hiddenSize / heads dimensions, and headDim states another size',
      help: 'Leave headDim out, or choose `family: qwen3`.',
      why: 'Only Qwen3 chooses the size of a head apart from the width of the residual stream; other programs would read such a config.json of another family differently.',
      example: settings(policy('hiddenSize: 64, heads: 4, keyValueHeads: 2, family: qwen2, headDim: 32')),
    },
    'policy/key-value-heads-do-not-divide': {
      severity: 'error',
      message: '{keyValueHeads} key-value heads do not divide the {heads} heads',
      help: 'Choose a divisor of {heads}: as many key-value heads as heads, or fewer that share evenly.',
      why: 'In grouped-query attention every key-value head serves the same number of heads.',
      example: settings(policy('hiddenSize: 64, heads: 4, keyValueHeads: 3')),
    },
  },
  accepts: {
    'policy/heads-do-not-divide': policy('hiddenSize: 60, heads: 6, keyValueHeads: 2'),
    'policy/odd-head-size': policy('hiddenSize: 16, heads: 4, keyValueHeads: 2'),
    'policy/head-size-of-family': policy(
      'hiddenSize: 60, heads: 4, keyValueHeads: 2, family: qwen3, headDim: 32',
    ),
    'policy/key-value-heads-do-not-divide': policy('hiddenSize: 64, heads: 4, keyValueHeads: 2'),
  },
  check({ policy: chosen }, { report }) {
    if (!('architecture' in chosen)) return;
    const { family, hiddenSize, heads, keyValueHeads, headDim } = chosen.architecture;
    const size = headDim ?? hiddenSize / heads;
    const nearest = Math.max(1, Math.round(hiddenSize / (2 * heads))) * 2 * heads;
    const at = ['policy', 'architecture'] as const;
    if (headDim !== undefined && family !== 'qwen3')
      report([...at, 'headDim'], 'policy/head-size-of-family', { family: family ?? 'llama' });
    else if (!Number.isInteger(size))
      report([...at, 'heads'], 'policy/heads-do-not-divide', { heads, hiddenSize, nearest });
    else if (size % 2 !== 0)
      report([...at, headDim === undefined ? 'heads' : 'headDim'], 'policy/odd-head-size', { size, nearest });
    if (heads % keyValueHeads !== 0)
      report([...at, 'keyValueHeads'], 'policy/key-value-heads-do-not-divide', { keyValueHeads, heads });
  },
});
