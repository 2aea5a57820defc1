// Datasets, prompts, tokenizers, graders, and the embedded arithmetic task.

export * from './arithmetic/demonstration.js';
export { generateProblems } from './arithmetic/generate.js';
export { type ArithmeticProblem, parseProblem, printProblem, solveProblem } from './arithmetic/problem.js';
export { isHeldOut } from './arithmetic/split.js';
export { tasksCatalog } from './catalog.js';
export { fieldValue, topField } from './dataset/field-source.js';
export * from './dataset/load.js';
export { hubRequestOf, locateDataset } from './dataset/locate.js';
export { namedDatasets } from './dataset/named/index.js';
export * from './dataset/named/named-dataset.js';
export { findOverlap } from './dataset/overlap.js';
export * from './dataset/problem-set.js';
export {
  type PlacedProblem,
  type ReadOptions,
  type ReadSummary,
  readProblems,
} from './dataset/read-problems.js';
export { cutStrings } from './dataset/rows/cut-strings.js';
export { locateJson } from './dataset/rows/json-position.js';
export { type Line, readLines } from './dataset/rows/lines.js';
export { openBytes } from './dataset/rows/open-bytes.js';
export { formatOfName, type RowFormat } from './dataset/rows/open-rows.js';
export { parseObject } from './dataset/rows/parse-object.js';
export { UnreadableFile } from './dataset/rows/raw-row.js';
export { indexOf, openProblems, storeProblems } from './dataset/stored-problems.js';
export * from './environment.js';
export * from './find-text.js';
export * from './grade.js';
export * from './grading/index.js';
export { type DownloadProgress, type HubAccess, type HubRequest, hubAccessFrom } from './hub/hub-access.js';
export * from './order.js';
export * from './prompt/encode-prompts.js';
export { inspectPrompt } from './prompt/inspect-prompt.js';
export * from './prompt/plain-prompt.js';
export * from './prompt/prefill.js';
export { arithmeticTokenizer, arithmeticTokenizerConfig } from './tokenizer/arithmetic.js';
export * from './tokenizer/inspect.js';
export * from './tokenizer/load.js';
export type * from './tokenizer/tokenizer.js';
