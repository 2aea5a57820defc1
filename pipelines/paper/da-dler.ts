// DA-DLER on a policy of DLER: the shorter limit for problems that are mostly solved (arXiv 2510.15110).
// `allot reproduce da-dler` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.daDler.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
