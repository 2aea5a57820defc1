// Renders a chat template in a thread of its own, with a limit on time, memory and text: it comes from a stranger.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { TemplateAnswer, TemplateTask } from './run-template.js';

export interface TemplateLimits {
  readonly seconds: number;
  readonly megabytes: number;
  /** Of the template, and of each text that it gives. */
  readonly characters: number;
}

const usual: TemplateLimits = { seconds: 20, megabytes: 96, characters: 1_000_000 };

/** What the template gives; `exceeded` in its place says which limit it ran into. */
export type TemplateOutcome = TemplateAnswer | { readonly exceeded: string };

export function renderTemplate(
  task: Omit<TemplateTask, 'mostCharacters'>,
  limits: TemplateLimits = usual,
): Promise<TemplateOutcome> {
  const { seconds, megabytes, characters } = limits;
  if (task.template.length > characters)
    return Promise.resolve({ exceeded: `it has more than ${characters} characters` });
  const worker = new Worker(workerUrl(), {
    workerData: { ...task, mostCharacters: characters } satisfies TemplateTask,
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
    stdout: true,
    stderr: true,
    env: {},
  });
  return new Promise((resolve, reject) => {
    const settle = (outcome: TemplateOutcome): void => {
      clearTimeout(timer);
      resolve(outcome);
      void worker.terminate();
    };
    const timer = setTimeout(
      () => settle({ exceeded: `it takes more than ${seconds} seconds` }),
      seconds * 1000,
    );
    worker.once('message', settle);
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        settle({ exceeded: `it takes more than ${megabytes} MB of memory` });
      else {
        clearTimeout(timer);
        reject(error);
      }
    });
  });
}

/** Beside this module; a test that runs from the sources finds the built one. */
function workerUrl(): URL {
  const url = new URL('./template-worker.js', import.meta.url);
  return existsSync(fileURLToPath(url))
    ? url
    : new URL('../../dist/prompt/template-worker.js', import.meta.url);
}
