// HBPO's released code on DeepSeek-R1-Distill-Qwen-1.5B, where it differs from the paper (arXiv 2507.15844).
// `allot reproduce hbpo-released` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.hbpoReleased.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
