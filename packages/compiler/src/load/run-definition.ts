// Runs a TypeScript definition in a worker thread, within limits of time and memory.

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Diagnostic, Phase, Span } from '@allot/spec';
import { report } from '../diagnostics/report.js';
import type { WorkerAnswer, WorkerError, WorkerTask } from './definition-worker.js';
import type { NotData } from './plain-data.js';
import { displayName, type Sources } from './sources.js';

export interface RunLimits {
  readonly seconds: number;
  readonly megabytes: number;
}

export const defaultLimits: RunLimits = { seconds: 10, megabytes: 512 };

type Outcome =
  | WorkerAnswer
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'too-much-memory' }
  | { readonly kind: 'exits'; readonly exitCode: number };

/** The default export as plain data. */
export async function runDefinition(
  task: WorkerTask,
  limits: RunLimits,
  sources: Sources,
): Promise<Phase<{ readonly value: unknown }>> {
  const outcome = await outcomeOf(task, limits);
  const whole = startOf(task.file);
  switch (outcome.kind) {
    case 'value':
      return [{ value: outcome.value }, []];
    case 'not-data':
      return [undefined, outcome.problems.map(notData)];
    case 'no-export':
      return [undefined, [report('definition/no-export', {}, { span: whole })]];
    case 'not-a-pipeline':
      return [undefined, [report('definition/not-a-pipeline', { actual: outcome.actual })]];
    case 'too-slow':
      return [undefined, [report('definition/too-slow', { seconds: limits.seconds }, { span: whole })]];
    case 'too-much-memory':
      return [
        undefined,
        [report('definition/too-much-memory', { megabytes: limits.megabytes }, { span: whole })],
      ];
    case 'exits':
      if (outcome.exitCode === UNSETTLED)
        return [undefined, [report('definition/never-ready', {}, { span: whole })]];
      return [undefined, [report('definition/exits', { exitCode: outcome.exitCode }, { span: whole })]];
    case 'error':
      return [undefined, [explainError(outcome.error, task.file, sources)]];
  }
}

/** Node's exit code when nothing is left that could settle a top-level await. */
const UNSETTLED = 13;

const notData = (problem: NotData): Diagnostic =>
  report('definition/not-data', { ...problem, path: problem.path || 'default export' }, problem);

function outcomeOf(task: WorkerTask, limits: RunLimits): Promise<Outcome> {
  const worker = new Worker(workerUrl(), {
    workerData: task,
    stdout: true,
    resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
    execArgv: ['--enable-source-maps'],
  });
  // What a definition prints is no data of ours: a command's own output stays clean.
  worker.stdout.pipe(process.stderr, { end: false });
  return new Promise((resolve) => {
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
      void worker.terminate();
    };
    // Type checking may keep this thread busy past the limit: an answer that is waiting by then counts.
    const timer = setTimeout(() => setImmediate(() => settle({ kind: 'too-slow' })), limits.seconds * 1000);
    worker.on('message', (answer: WorkerAnswer) => settle(answer));
    worker.on('error', (error: Error & { readonly code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') settle({ kind: 'too-much-memory' });
      else
        settle({
          kind: 'error',
          error: { name: error.name, message: error.message, stack: error.stack ?? '' },
        });
    });
    worker.once('exit', (exitCode) => settle({ kind: 'exits', exitCode }));
  });
}

/** Beside this file once built; a source tree runs the built one, because threads load no TypeScript. */
function workerUrl(): URL {
  const url = new URL('./definition-worker.js', import.meta.url);
  return existsSync(fileURLToPath(url))
    ? url
    : new URL('../../dist/load/definition-worker.js', import.meta.url);
}

function explainError(error: WorkerError, file: string, sources: Sources): Diagnostic {
  const missing = missingModule(error);
  const found = placeOf(error, file, sources) ?? startOf(file);
  const place = { span: found };
  if (missing !== undefined)
    return report(
      'definition/missing-import',
      { module: missing },
      { span: quotedSpan(found, missing, sources) },
    );
  if (error.name === 'SyntaxError')
    return report('definition/syntax', { problem: firstLine(error.message) }, place);
  // `_allot` is what compiling makes of the import.
  const problem = firstLine(error.message).replaceAll('_allot.', '');
  return report('definition/throws', { problem: problem || error.name }, place);
}

function missingModule({ code, message }: WorkerError): string | undefined {
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  return /Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1] ?? firstLine(message);
}

const firstLine = (text: string): string => (text.split('\n')[0] as string).trim().replace(/[.:]$/, '');

/** The innermost place of an error's stack that lies in the definition or in a file beside it. */
function placeOf(error: WorkerError, file: string, sources: Sources): Span | undefined {
  const folders = [...new Set([folderOf(file), folderOf(realpathSync(file))])];
  for (const line of [error.message, error.stack].join('\n').split('\n')) {
    const place = placeIn(line, folders);
    if (place === undefined || place.file.includes('node_modules')) continue;
    return pointSpan(place.file, place.line, place.column, sources);
  }
  const inMessage = /\((\d+):(\d+)\)/.exec(error.message);
  if (inMessage) return pointSpan(file, Number(inMessage[1]), Number(inMessage[2]), sources);
  return undefined;
}

/** With the separator at its end. */
const folderOf = (file: string): string => join(dirname(file), sep);

/** A place such as `FOLDER/x.ts:3:9` in a line of text, as a path or as a URL; paths may hold spaces. */
function placeIn(text: string, folders: readonly string[]) {
  for (const folder of folders) {
    for (const start of [folder, pathToFileURL(folder).href]) {
      const at = text.indexOf(start);
      const found = at < 0 ? null : /^(.+?):(\d+):(\d+)/.exec(text.slice(at));
      if (!found) continue;
      const [, name, line, column] = found as unknown as [string, string, string, string];
      const file = start === folder ? name : fileURLToPath(name);
      return { file, line: Number(line), column: Number(column) };
    }
  }
  return undefined;
}

function pointSpan(file: string, line: number, column: number, sources: Sources): Span | undefined {
  const name = displayName(file);
  if (!sources.has(name)) {
    if (!existsSync(file)) return undefined;
    sources.set(name, readFileSync(file, 'utf8'));
  }
  const text = sources.get(name)?.split('\n')[line - 1];
  if (text === undefined) return undefined;
  // Positions mapped back from the compiled code may fall behind the line; then the whole line is meant.
  const start = column > text.trimEnd().length ? text.search(/\S|$/) + 1 : Math.max(1, column);
  const word = /^[\w$.]+/.exec(text.slice(start - 1))?.[0].length ?? 1;
  return { file: name, line, column: start, endLine: line, endColumn: start + word };
}

/** The text itself on the line of a span, where it stands there. */
function quotedSpan(span: Span, quoted: string, sources: Sources): Span {
  const at = sources.get(span.file)?.split('\n')[span.line - 1]?.indexOf(quoted) ?? -1;
  return at < 0 ? span : { ...span, column: at + 1, endLine: span.line, endColumn: at + 1 + quoted.length };
}

const startOf = (file: string): Span => ({
  file: displayName(file),
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
});
