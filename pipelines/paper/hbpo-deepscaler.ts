// HBPO's paper on its second base model, DeepScaleR-1.5B-Preview: agentica-org/DeepScaleR-1.5B-Preview of the Hugging Face hub as a folder.
import { definePipeline } from 'allot';
import paper from './hbpo-1.5b.js';

export default definePipeline({
  ...paper,
  name: 'hbpo-deepscaler',
  description: "HBPO's paper on DeepScaleR-1.5B-Preview",
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
