// Thinkless on DeepSeek-R1-Distill-Qwen-1.5B (arXiv 2505.13379).
// `allot reproduce thinkless` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.thinkless.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
