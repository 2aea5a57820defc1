// DOT on DeepSeek-R1-Distill-Qwen-1.5B, responses of up to 8192 tokens (arXiv 2601.03969).
// `allot reproduce dot-8k` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.dot8k.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
