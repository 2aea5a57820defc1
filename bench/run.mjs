// Runs the benchmarks named on the command line, or all of them: `npm run bench -- [update|rollout|memory|shapes|tokenizers|grading|datasets|runs]...`
import './environment.mjs';
import { benchDatasets } from './datasets.mjs';
import { benchGrading } from './grading.mjs';
import { benchMemory } from './memory.mjs';
import { benchRollout } from './rollout.mjs';
import { benchRuns } from './runs.mjs';
import { benchShapes } from './shapes.mjs';
import { benchTokenizers } from './tokenizers.mjs';
import { benchUpdate } from './update.mjs';

const benchmarks = {
  update: benchUpdate,
  rollout: benchRollout,
  memory: benchMemory,
  shapes: benchShapes,
  tokenizers: benchTokenizers,
  grading: benchGrading,
  datasets: benchDatasets,
  runs: benchRuns,
};
const asked = process.argv.slice(2).filter((word) => word !== '--clock=cpu');
const unknown = asked.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(`no benchmark '${unknown[0]}'; there are: ${Object.keys(benchmarks).join(', ')}`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : Object.keys(benchmarks)) {
  console.log(`\n${name}`);
  await benchmarks[name]();
}
