// AutoThink on a policy of its first stage: answers without thinking win and lose more (arXiv 2505.10832).
// `allot reproduce autothink-2` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.autothink2.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
