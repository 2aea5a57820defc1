// AdaptThink on DeepSeek-R1-Distill-Qwen-1.5B: thinks only where it must (arXiv 2505.13417).
// `allot reproduce adaptthink` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.adaptthink.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
