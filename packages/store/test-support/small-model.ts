// A model of eight parameters.
import type { ModelFolder } from '../src/model-folder.js';
import type { ParameterLayout } from '../src/parameters.js';

export const smallLayout: ParameterLayout = [
  { name: 'model.embed_tokens.weight', shape: [3, 2], offset: 0 },
  { name: 'model.norm.weight', shape: [2], offset: 6 },
];

export const smallModel = (values = [1, 2, 3, 4, 5, 6, 7, 8]): ModelFolder => ({
  config: { model_type: 'llama', torch_dtype: 'bfloat16', eos_token_id: 1 },
  layout: smallLayout,
  parameters: Float32Array.from(values),
  extras: { 'tokenizer.json': new TextEncoder().encode('{}') },
});
