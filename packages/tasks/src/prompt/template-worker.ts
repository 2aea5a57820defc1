// The thread in which a chat template is rendered.
import { parentPort, workerData } from 'node:worker_threads';
import { runTemplate, type TemplateTask } from './run-template.js';

parentPort?.postMessage(runTemplate(workerData as TemplateTask));
