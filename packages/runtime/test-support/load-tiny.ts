// What the stages of the tiny plan read, loaded.
import { fileURLToPath } from 'node:url';
import { type Experiment, loadExperiment } from '../src/experiment.js';
import { planOf, tinyReinforcement } from './tiny-plan.js';

const tokenizer = fileURLToPath(new URL('../../../models/arithmetic/tokenizer.json', import.meta.url));

export async function loadTiny(settings = tinyReinforcement()): Promise<Experiment> {
  const files = { tokenizer, dataset: () => ({ files: [] }) };
  const [experiment] = await loadExperiment(planOf(settings), files, 64, { host: {} });
  if (!experiment) throw new Error('the tiny experiment does not load');
  return experiment;
}
