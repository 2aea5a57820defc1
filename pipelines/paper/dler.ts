// DLER on DeepSeek-R1-Distill-Qwen-1.5B (arXiv 2510.15110).
// `allot reproduce dler` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.dler.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
