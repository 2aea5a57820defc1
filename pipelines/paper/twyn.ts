// Think When You Need on DeepSeek-R1-Distill-Qwen-1.5B (arXiv 2504.03234).
// `allot reproduce twyn` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.twyn.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
