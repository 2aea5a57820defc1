// Runs the rules over what of a definition has the right form.
import { type Catalog, type CompilerHost, type Diagnostic, reporter } from '@allot/spec';
import type { Facts } from '../facts/facts.js';
import { findSpan, type SpanTable } from '../load/spans.js';
import { type Path, printPath } from '../path.js';
import { rules } from './index.js';
import type { Rule, RuleContext } from './rule.js';

export interface RuleRequest {
  /** The filled definition; settings with schema errors are absent. */
  readonly definition: Readonly<Record<string, unknown>>;
  /** Top-level settings with schema errors. */
  readonly spoiled: ReadonlySet<string>;
  readonly spans: SpanTable;
  readonly facts: Facts;
  readonly host: CompilerHost;
  readonly isWritten: (path: Path) => boolean;
  readonly isFlag: (path: Path) => boolean;
}

export const checkRules = (request: RuleRequest): Diagnostic[] =>
  rules.filter((rule) => applies(rule, request)).flatMap((rule) => checkRule(rule, request));

const optional = new Set([
  'environment',
  'evaluation',
  'description',
  'credit',
  'cut',
  'signals',
  'grading',
  'guards',
  'gates',
  'pilot',
]);

function applies({ kind, reads }: Rule, { definition, spoiled }: RuleRequest): boolean {
  if (kind !== 'both' && definition.kind !== kind) return false;
  return reads.every((key) => Object.hasOwn(definition, key) || (optional.has(key) && !spoiled.has(key)));
}

function checkRule(
  rule: Rule,
  { definition, spans, facts, host, isWritten, isFlag }: RuleRequest,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const make = reporter(rule.catalog);
  const context: RuleContext<Catalog> = {
    facts,
    host,
    isWritten,
    isFlag,
    report: (path, code, parameters, { relatedPaths = [], ...details } = {}) => {
      const span = findSpan(spans, path);
      const related = relatedPaths.flatMap(({ path: other, message }) => {
        const place = findSpan(spans, other);
        return place ? [{ span: place, message }] : [];
      });
      found.push(
        make(code, parameters, {
          path: printPath(path),
          ...(span ? { span } : {}),
          ...(related.length > 0 ? { related } : {}),
          ...details,
        }),
      );
    },
  };
  rule.check(definition as never, context);
  return found;
}
