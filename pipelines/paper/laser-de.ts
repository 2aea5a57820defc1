// LASER-DE on DeepSeek-R1-Distill-Qwen-1.5B: targets by difficulty, from 4,096 tokens, and a bonus for long wrong answers (arXiv 2505.15612).
// `allot reproduce laser-de` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.laserDe.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
