// TLMRE on DeepSeek-R1-Distill-Qwen-1.5B, with the alpha of its script, 0.1 (arXiv 2502.04463).
// `allot reproduce tlmre` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.tlmre.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
