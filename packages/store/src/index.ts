// Run directory: checkpoints, event log, trajectories, model files.
export { storeCatalog } from './catalog.js';
export * from './checkpoint.js';
export * from './digest-weights.js';
export * from './event-log.js';
export * from './file-errors.js';
export * from './files.js';
export { inspectModelFolder, readModelConfig } from './inspect-model.js';
export * from './layout.js';
export * from './lock.js';
export { type ModelExtras, readModelExtras } from './model-extras.js';
export * from './model-folder.js';
export { type ParameterLayout, parameterCount } from './parameters.js';
export * from './run-directory.js';
export * from './safetensors.js';
export * from './safetensors-header.js';
export * from './trajectory-columns.js';
export * from './trajectory-files.js';
export { openWeights, readPolicy } from './weight-files.js';
