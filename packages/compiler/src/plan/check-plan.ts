// Whether what a file holds is a plan: by the schema, with the place in the file where it is not, and by its key.
import { readFileSync } from 'node:fs';
import { type Diagnostic, type Plan, planKey, type Span } from '@allot/spec';
import { Ajv, type ErrorObject } from 'ajv';
import { isNode, parseDocument } from 'yaml';
import { report } from '../diagnostics/report.js';
import { planSchema } from '../generated/plan-schema.js';
import { displayName } from '../load/sources.js';
import { spanMaker } from '../load/spans.js';
import { type Path, printPath } from '../path.js';

const validate = new Ajv({ strict: false }).compile(planSchema);

/** One diagnostic, or none; the file is read again only to find the place. */
export function checkPlan(plan: unknown, file: string): readonly Diagnostic[] {
  if (validate(plan)) return checkKey(plan as unknown as Plan, file);
  const error = deepest(validate.errors ?? []);
  const path = pathOf(error?.instancePath ?? '', plan);
  const span = spanOf(file, path);
  const where = path.length > 0 ? `\`${printPath(path)}\`` : 'it';
  const problem = `${where} ${wrong(error)}`;
  return [report('plan/malformed', { file, problem }, { path: printPath(path), ...(span && { span }) })];
}

/** Settings that were changed by hand have another key than the plan says, whatever else was changed with them. */
function checkKey({ key, settings }: Plan, file: string): readonly Diagnostic[] {
  const own = planKey(settings);
  if (own === key) return [];
  const span = spanOf(file, ['key']);
  const keys = { found: own.slice(0, 12), stated: key.slice(0, 12) };
  return [report('plan/other-key', { file, ...keys }, { path: 'key', ...(span && { span }) })];
}

/** Of a union, the branch that fits furthest says what is wrong. */
const deepest = (errors: readonly ErrorObject[]): ErrorObject | undefined =>
  errors.reduce<ErrorObject | undefined>(
    (best, error) => (best && levels(best.instancePath) >= levels(error.instancePath) ? best : error),
    undefined,
  );

const levels = (pointer: string): number => pointer.split('/').length;

function wrong(error: ErrorObject | undefined): string {
  if (error?.keyword === 'additionalProperties')
    return `has a member \`${String(error.params.additionalProperty)}\`, which no plan has`;
  return error?.message ?? 'does not have the form of one';
}

/** Numbers are places in lists, where the value is one. */
function pathOf(pointer: string, value: unknown): Path {
  const path: (string | number)[] = [];
  let owner = value;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(owner) ? Number(name) : name);
    owner = (owner as Readonly<Record<string, unknown>>)[name];
  }
  return path;
}

/** Where a value stands in a file of JSON; undefined where the file cannot be read any more. */
function spanOf(file: string, path: Path): Span | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    const node = parseDocument(text).getIn(path, true);
    if (!isNode(node) || !node.range) return undefined;
    const [start, end] = node.range;
    return spanMaker(displayName(file), text)(start, Math.min(end, start + 1));
  } catch {
    return undefined;
  }
}
