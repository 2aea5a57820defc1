// Executor, stages and engines.
export { runtimeCatalog } from './catalog.js';
export type * from './engine.js';
export { engineCatalog } from './engines/engine-catalog.js';
export { EngineFailure } from './engines/engine-failure.js';
export { refuseTelemetry } from './engines/onnx/no-telemetry.js';
export { openOnnxEngine } from './engines/onnx/open-engine.js';
export { openTorchEngine, torchEngineOpener } from './engines/torch/open-engine.js';
export { choosePython, pythonOf, torchEnvironment, workerFolder } from './engines/torch/python.js';
export { startWorker, type WorkerProcess } from './engines/torch/worker-process.js';
export { evaluateCheckpoint } from './evaluate-checkpoint.js';
export { openResponseGrader, type ResponseGrader } from './grading/response-grader.js';
export type * from './outcome.js';
export { resumeRun } from './resume-run.js';
export { runPilot } from './run-pilot.js';
export { runStage } from './run-stage.js';
export { startRun } from './start-run.js';
