// A template: a method's reward or advantage as an expression of named, documented parameters.
import type { Expression, SignalLevel } from './shape/expression.js';
import type { ResolvedCells } from './shape/memory.js';

export interface TemplateParameter {
  readonly description: string;
  /** Unit in words, for instance `reward per token`; absent for plain numbers. */
  readonly unit?: string;
  /** Value when left out; text when it follows from fields, for instance `1 / lMax`. */
  readonly default: number | boolean | string;
  /** Least and greatest sensible value; outside is an error. */
  readonly range?: readonly [number, number];
}

export interface Template {
  /** Kebab-case name, as in YAML. */
  readonly name: string;
  /** A credit is of tokens: it stands in `credit`. */
  readonly kind: 'reward' | 'advantage' | 'credit';
  readonly title: string;
  /** The formula for people, one or more lines, in the letters that `notation` of the library explains. */
  readonly formula: string;
  /** Paper, with its arXiv number, and equation. */
  readonly source: string;
  /** What was read to confirm the formula and the values. */
  readonly verified: string;
  /** Whether formula or values come from others than the authors: notes, comparisons, re-implementations. */
  readonly secondary?: boolean;
  /** What of the method is not in the expression, and what a user should know. */
  readonly notes?: string;
  readonly parameters: Readonly<Record<string, TemplateParameter>>;
  /** The expression for given parameters; those left out take their defaults. */
  readonly build: (parameters: Readonly<Record<string, number | boolean>>) => Expression;
  /** Numbers from outside that the expression reads; absent where it reads none. A definition says which program gives them. */
  readonly signals?: Readonly<Record<string, TemplateSignal>>;
  /** For a credit: the tokens that it is made for, and whether it multiplies their advantages, adds to them, or takes their place. */
  readonly stage?: {
    readonly tokens: 'all' | 'thinking' | 'answer';
    readonly as: 'multiply' | 'add' | 'replace';
  };
  /** Cells of the run's memory that the expression reads; absent where it reads none. */
  readonly cells?: (parameters: Readonly<Record<string, number | boolean>>) => ResolvedCells;
}

export interface TemplateSignal {
  readonly per: SignalLevel;
  readonly description: string;
  /** Least and greatest value. Absent: any number. */
  readonly range?: readonly [number, number];
}

/** Templates by kind and name; the compiler is handed one. */
export interface TemplateLibrary {
  readonly rewards: ReadonlyMap<string, Template>;
  readonly advantages: ReadonlyMap<string, Template>;
  readonly credits: ReadonlyMap<string, Template>;
}
