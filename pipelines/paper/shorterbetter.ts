// ShorterBetter on DeepSeek-R1-Distill-Qwen-1.5B (arXiv 2504.21370).
// `allot reproduce shorterbetter` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.shorterbetter.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
