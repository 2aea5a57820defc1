// DeepScaleR on DeepSeek-R1-Distill-Qwen-1.5B: its first stage, 8K.
// `allot reproduce deepscaler` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.deepscaler.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
