// LASER-D on DeepSeek-R1-Distill-Qwen-1.5B: targets by difficulty, from 1,024 tokens (arXiv 2505.15612).
// `allot reproduce laser-d` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.laserD.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
