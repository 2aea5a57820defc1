// Elastic Reasoning (E1) on DeepScaleR-1.5B-Preview: 1,024 tokens to think, 1,024 to answer (arXiv 2505.05315).
// `allot reproduce elastic` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.elastic.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
