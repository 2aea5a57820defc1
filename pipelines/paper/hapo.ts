// HAPO on DeepSeek-R1-Distill-Qwen-1.5B (arXiv 2505.11225).
// `allot reproduce hapo` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.hapo.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
