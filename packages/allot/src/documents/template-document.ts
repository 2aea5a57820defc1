// What `allot rewards NAME --json`, `allot advantages NAME --json` and `allot credits NAME --json` print.
import type { Expression, Severity } from '@allot/spec';

export interface TemplateDocument {
  readonly format: 1;
  readonly name: string;
  readonly kind: 'reward' | 'advantage' | 'credit';
  readonly title: string;
  /** Paper and equation. */
  readonly source: string;
  /** What was read to confirm formula and values. */
  readonly verified?: string;
  /** Whether formula or values come from others than the authors. */
  readonly secondary?: boolean;
  /** What of the method is not in the expression. */
  readonly notes?: string;
  /** As people read it. */
  readonly formula: string;
  /** With the values of the parameters. */
  readonly expression: Expression;
  /** Fields of a row that it reads. */
  readonly fields: readonly string[];
  /** Scopes whose other rows it reads: none for a shape of one rollout. */
  readonly scopes: readonly string[];
  /** Fields and scopes of tokens that it reads. */
  readonly tokenFields: readonly string[];
  readonly tokenScopes: readonly string[];
  /** Numbers from outside that it reads. */
  readonly signals: readonly TemplateSignalDocument[];
  /** For a credit: which tokens it is made for, and what it does to their advantages. */
  readonly stage?: { readonly tokens: string; readonly as: 'multiply' | 'add' | 'replace' };
  readonly parameters: readonly TemplateParameterDocument[];
  /** Tiers and cap that the findings are about. */
  readonly setting: { readonly budgets: readonly number[]; readonly lMax: number };
  /** For an advantage: the reward that the findings are about. */
  readonly reward?: string;
  /** Lengths from which another budget is worth more to a right answer, ascending. */
  readonly crossings: readonly {
    readonly tokens: number;
    readonly value: number;
    /** Budget that is worth more before. */
    readonly before: number;
    /** Budget that is worth more after. */
    readonly after: number;
  }[];
  readonly findings: readonly {
    readonly code: string;
    readonly severity: Severity;
    readonly message: string;
  }[];
}

export interface TemplateSignalDocument {
  readonly name: string;
  /** What it has a value for. */
  readonly per: 'response' | 'token';
  readonly description: string;
  readonly range?: readonly [least: number, most: number];
}

export interface TemplateParameterDocument {
  readonly name: string;
  readonly description: string;
  readonly unit?: string;
  /** Text where it follows from fields. */
  readonly default: number | boolean | string;
  /** Value that the findings are about. */
  readonly value: number | boolean | string;
  readonly range?: readonly [least: number, most: number];
}
