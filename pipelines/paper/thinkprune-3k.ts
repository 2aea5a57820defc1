// ThinkPrune on a policy of its first stage: 3,000 tokens (arXiv 2504.01296).
// `allot reproduce thinkprune-3k` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.thinkprune3k.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
