// AutoThink on a policy of its second stage: right answers get shorter (arXiv 2505.10832).
// `allot reproduce autothink-3` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.autothink3.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
