// How the answer of a response is judged.

/** Absent in a definition: `exact` where all datasets are generated, `math` otherwise. */
export type GradingDefinition = ExactGrading | MathGrading | ModuleGrading | CommandGrading;

/** What follows the closing tag must be the problem's answer, letter by letter. */
export interface ExactGrading {
  readonly kind: 'exact';
}

/** The final answer of the text behind the closing tag is compared as mathematics: docs/grading.md. */
export interface MathGrading {
  readonly kind: 'math';
  /** How far a number may be from the gold answer's, as a share of it. Absent: they must be equal. @exclusiveMinimum 0 @exclusiveMaximum 1 */
  readonly tolerance?: number;
  /** Longest time for one answer, in seconds; then it is wrong. @default 1 @exclusiveMinimum 0 */
  readonly timeout?: number;
}

/**
 * A function of the user's, the default export of a TypeScript or JavaScript module: it gets
 * `{ problem, answer, answers, response }` and gives true, false, or `{ correct, answer }`, or a promise of one. It runs in a process of
 * its own, and only where commands are allowed.
 */
export interface ModuleGrading {
  readonly kind: 'module';
  /** Path of the module, relative to the definition. */
  readonly module: string;
  /** Longest time for one answer, in seconds; then the process is started anew, once a step. @default 60 @exclusiveMinimum 0 */
  readonly timeout?: number;
}

/**
 * A program of the user's that reads one JSON object a line, `{"id", "problem", "answer", "answers", "response"}`, and writes
 * `{"id", "correct"}` for each, in any order; `answer` beside it is what it took as the final answer, `error` why it could not
 * judge. It is kept running, and runs only where commands are allowed.
 */
export interface CommandGrading {
  readonly kind: 'command';
  /** Program and arguments; no shell reads them. It runs in the folder of the definition. @minItems 1 */
  readonly command: readonly string[];
  /** Longest silence while answers are awaited, in seconds; then the program is started anew, once a step. @default 60 @exclusiveMinimum 0 */
  readonly timeout?: number;
}
