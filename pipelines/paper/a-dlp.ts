// A-DLP on DeepScaleR-1.5B-Preview: a token costs more while accuracy is above its reference (arXiv 2505.18298).
// `allot reproduce a-dlp` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.aDlp.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
