// A thread that grades answers one after the other and tells each grade at once.
import { parentPort, workerData } from 'node:worker_threads';
import { type AnswerCase, type GradingOptions, gradeAnswer } from './grade-answer.js';

const options = workerData as GradingOptions;

parentPort?.on('message', (cases: readonly AnswerCase[]) => {
  for (const { gold, response } of cases) parentPort?.postMessage(gradeAnswer(gold, response, options));
});
