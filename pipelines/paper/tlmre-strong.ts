// TLMRE on DeepSeek-R1-Distill-Qwen-1.5B, with the greatest alpha that it tries, 0.4 (arXiv 2502.04463).
// `allot reproduce tlmre-strong` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.tlmreStrong.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
