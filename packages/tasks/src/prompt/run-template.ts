// Parses and renders a chat template, in the environment that transformers gives it. It may take for ever: see
// render-template.ts.
import { formatDay } from './calendar.js';
import { Environment, Interpreter, parse, type RuntimeValue, type SyntaxNode, tokenize } from './jinja.js';
import { printAsPython } from './python-text.js';

export interface TemplateTask {
  /** Jinja. */
  readonly template: string;
  /** Variables of each rendering. */
  readonly contexts: readonly Readonly<Record<string, unknown>>[];
  /** The day that `strftime_now` tells, as 2026-11-30. */
  readonly today?: string;
  /** Longest text that a rendering may give, in characters. */
  readonly mostCharacters: number;
}

export interface TemplateAnswer {
  /** Names that the template reads, whatever branch they stand in. */
  readonly reads: readonly string[];
  /** In the order of the contexts; empty where the template does not parse. */
  readonly renderings: readonly Rendering[];
  /** Why the template does not parse. */
  readonly malformed?: string;
}

export type Rendering =
  | { readonly text: string }
  | {
      readonly failed: string;
      /** Names that had no value where they were read. */
      readonly missing: readonly string[];
      readonly asksForToday: boolean;
    };

/** Longest list that `range` makes. */
const LONGEST_RANGE = 100_000;

export function runTemplate({ template, contexts, today, mostCharacters }: TemplateTask): TemplateAnswer {
  let program: SyntaxNode;
  try {
    program = parse(tokenize(template, { lstrip_blocks: true, trim_blocks: true }));
  } catch (error) {
    return { reads: [], renderings: [], malformed: reasonOf(error) };
  }
  const renderings = contexts.map((context) => render(program, context, today, mostCharacters));
  return { reads: [...namesIn(program)], renderings };
}

function render(
  program: SyntaxNode,
  context: Readonly<Record<string, unknown>>,
  today: string | undefined,
  mostCharacters: number,
): Rendering {
  let asksForToday = false;
  const interpreter = new Watching({
    false: false,
    true: true,
    none: null,
    False: false,
    True: true,
    None: null,
    range: boundedRange,
    raise_exception: (message: unknown) => {
      throw new Error(String(message));
    },
    strftime_now: (format: string) => {
      asksForToday ||= today === undefined;
      if (today === undefined) throw new Error('it asks for the date');
      return formatDay(today, format);
    },
    ...context,
  });
  try {
    const text = String(interpreter.run(program).value);
    if (text.length <= mostCharacters) return { text };
    const failed = `it gives ${text.length} characters, more than ${mostCharacters}`;
    return { failed, missing: [], asksForToday };
  } catch (error) {
    return { failed: reasonOf(error), missing: [...interpreter.missing], asksForToday };
  }
}

/** Keeps the names that had no value, fails at a member of no value, and prints values as Python does. */
class Watching extends Interpreter {
  readonly missing: Set<string> = new Set();
  /** Nodes whose members are read. */
  readonly #owners = new Set<unknown>();

  constructor(variables: Readonly<Record<string, unknown>>) {
    const environment = new Environment();
    for (const [name, value] of Object.entries(variables)) environment.set(name, value);
    super(environment);
  }

  override evaluate(statement: SyntaxNode | undefined, environment: Environment): RuntimeValue {
    if (statement?.type === 'MemberExpression') this.#owners.add(statement.object);
    const value = super.evaluate(statement, environment);
    if (value.type === 'UndefinedValue') {
      if (statement?.type === 'Identifier') this.missing.add(String(statement.value));
      if (this.#owners.has(statement)) throw new Error('it reads a member of a value that it does not have');
    }
    return printAsPython(value);
  }
}

function boundedRange(start: number, stop?: number, step = 1): number[] {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (!(length <= LONGEST_RANGE)) throw new Error(`range() would make more than ${LONGEST_RANGE} numbers`);
  return Array.from({ length }, (_, index) => from + index * step);
}

/** The members of nodes, by type, whose names are no variables. */
const namesNothing: Readonly<Record<string, string>> = {
  MemberExpression: 'property',
  FilterExpression: 'filter',
  TestExpression: 'test',
  KeywordArgumentExpression: 'key',
};

/** Names that stand for variables anywhere in a syntax tree. */
function namesIn(node: unknown, names: Set<string> = new Set()): Set<string> {
  if (typeof node !== 'object' || node === null) return names;
  if (Array.isArray(node)) {
    for (const item of node) namesIn(item, names);
    return names;
  }
  if (node instanceof Map) return namesIn([...node].flat(), names);
  const { type, value, computed } = node as Readonly<Record<string, unknown>>;
  if (type === 'Identifier') names.add(String(value));
  for (const [member, inner] of Object.entries(node))
    if (!isName(inner) || member !== namesNothing[String(type)] || computed === true) namesIn(inner, names);
  return names;
}

const isName = (node: unknown): boolean => (node as SyntaxNode | null)?.type === 'Identifier';

/** A TypeError is the parser stumbling over what it does not know. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply or too large';
  if (error instanceof TypeError) return 'something in it is not understood';
  return String((error as Error).message);
}
