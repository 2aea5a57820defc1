// LC-R1 on DeepSeek-R1-Distill-Qwen-1.5B (arXiv 2506.14755).
// `allot reproduce lc-r1` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.lcR1.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
