// Grades many answers in worker threads, each within a limit of time and memory.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  type AnswerCase,
  type AnswerGrade,
  type GradingOptions,
  gradeAnswer,
  longestResponse,
} from './grade-answer.js';

export interface GraderOptions extends GradingOptions {
  /** Longest time for one answer, in seconds. @default 1 */
  readonly timeout?: number;
  /** Absent: one a core, at most 4. */
  readonly workers?: number;
}

export interface AnswerGrader {
  /** Grades in the order of the cases. An answer that takes too long is wrong, with the reason `timeout`. */
  readonly grade: (cases: readonly AnswerCase[]) => Promise<readonly AnswerGrade[]>;
  readonly close: () => Promise<void>;
}

/** Cases that a thread is given at a time. */
const BATCH = 256;
/** Memory of a thread, in MiB; an answer that needs more counts as one that takes too long. */
const MEMORY = 256;
/** Below so many characters of plain digits, a thread would cost more than it saves. */
const PLAIN = 64;

/** No thread is started before one is needed. */
export function openGrader({
  timeout = 1,
  workers = Math.min(4, availableParallelism()),
  ...options
}: GraderOptions = {}): AnswerGrader {
  const threads = Array.from({ length: workers }, () => openThread(options, timeout * 1000));
  return {
    async grade(cases) {
      const grades = Array.from<AnswerGrade>({ length: cases.length });
      const hard: number[] = [];
      for (const [row, one] of cases.entries()) {
        const grade = gradeAtOnce(one, options);
        if (grade) grades[row] = grade;
        else hard.push(row);
      }
      let next = 0;
      const work = async (thread: Thread): Promise<void> => {
        while (next < hard.length) {
          const rows = hard.slice(next, next + BATCH);
          next += BATCH;
          const found = await thread.grade(rows.map((row) => cases[row] as AnswerCase));
          for (const [index, row] of rows.entries()) grades[row] = found[index] as AnswerGrade;
        }
      };
      await Promise.all(threads.map(work));
      return grades;
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

/** Grades what needs no thread: texts that are too long to be sent, and short plain ones. */
function gradeAtOnce({ gold, response }: AnswerCase, options: GradingOptions): AnswerGrade | undefined {
  const texts = [response, ...(typeof gold === 'string' ? [gold] : gold)];
  const tooLong = texts.some(({ length }) => length > longestResponse);
  return tooLong || texts.every(isPlain) ? gradeAnswer(gold, response, options) : undefined;
}

const isPlain = (text: string): boolean => text.length <= PLAIN && /^[\w\s.,#$:%-]*$/.test(text);

interface Thread {
  readonly grade: (cases: readonly AnswerCase[]) => Promise<readonly AnswerGrade[]>;
  readonly close: () => Promise<void>;
}

function openThread(options: GradingOptions, limit: number): Thread {
  let worker: Worker | undefined;
  const stop = async (): Promise<void> => {
    const stopped = worker;
    worker = undefined;
    await stopped?.terminate();
  };
  return {
    async grade(cases) {
      const grades: AnswerGrade[] = [];
      while (grades.length < cases.length) {
        worker ??= new Worker(workerFile(), {
          workerData: options,
          resourceLimits: { maxOldGenerationSizeMb: MEMORY },
        });
        const finished = await exchange(worker, cases.slice(grades.length), limit, grades);
        if (finished) break;
        await stop();
        // The answer that was at work is to blame; the rest goes to a new thread.
        grades.push({ correct: false, reason: 'timeout', answer: '' });
      }
      return grades;
    },
    close: stop,
  };
}

/** Adds grades as they come; false where the thread died or was silent for longer than the limit. */
function exchange(
  worker: Worker,
  cases: readonly AnswerCase[],
  limit: number,
  grades: AnswerGrade[],
): Promise<boolean> {
  const wanted = grades.length + cases.length;
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout;
    const done = (finished: boolean): void => {
      clearTimeout(timer);
      worker.off('message', take).off('error', lose).off('exit', lose);
      worker.unref();
      resolve(finished);
    };
    const watch = (allowed: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => done(false), allowed);
    };
    const take = (grade: AnswerGrade): void => {
      grades.push(grade);
      if (grades.length === wanted) done(true);
      else watch(limit);
    };
    const lose = (): void => done(false);
    worker.on('message', take).on('error', lose).on('exit', lose);
    worker.ref();
    // A new thread has its modules to load before the first answer.
    watch(limit + STARTING);
    worker.postMessage(cases);
  });
}

const STARTING = 5000;

/** The compiled worker: a thread loads JavaScript, also when this file runs from its TypeScript source. */
function workerFile(): URL {
  const own = import.meta.url;
  return new URL(
    './grader-worker.js',
    own.endsWith('.ts') ? own.replace('/src/grading/', '/dist/grading/') : own,
  );
}
