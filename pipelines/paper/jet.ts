// JET on DeepSeek-R1-Distill-Qwen-1.5B (arXiv 2509.23392).
// `allot reproduce jet` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.jet.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
