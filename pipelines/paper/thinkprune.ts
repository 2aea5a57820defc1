// ThinkPrune on DeepSeek-R1-Distill-Qwen-1.5B: its first stage, 4,000 tokens (arXiv 2504.01296).
// `allot reproduce thinkprune` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.thinkprune.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
