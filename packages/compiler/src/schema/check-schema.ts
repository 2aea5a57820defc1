// Checks a definition against the generated schema, and says in plain English what each problem is.
import type { Diagnostic } from '@allot/spec';
import { report } from '../diagnostics/report.js';
import { adviseName, nearestName } from '../diagnostics/suggest.js';
import * as generated from '../generated/validate-definition.js';
import { findKeySpan, findSpan, type SpanTable } from '../load/spans.js';
import { type Path, printPath, valueAt } from '../path.js';
import { describeSchema, describeValue, placeName, unitAdvice } from './describe.js';
import { rootSchema, type Schema, schemaAt, tagsAt } from './schema.js';

interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Validate {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

const validate = generated.validate as Validate;

/** All schema problems of a definition; empty when it has the form of a `Definition`. */
export function checkSchema(value: unknown, spans: SpanTable): Diagnostic[] {
  const reserved = reservedNames(value, [], spans);
  if (reserved.length > 0) return reserved;
  if (validate(value)) return [];
  const seen = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const error of validate.errors ?? []) {
    const diagnostic = explainError(error, value, spans);
    if (!diagnostic) continue;
    const identity = `${diagnostic.code} ${diagnostic.path}`;
    if (!seen.has(identity)) diagnostics.push(diagnostic);
    seen.add(identity);
  }
  return diagnostics.filter((one) => !isEmptyWrapper(one, diagnostics));
}

/** `__proto__` is a name like any other to YAML, and to JavaScript none at all. */
function reservedNames(value: unknown, path: Path, spans: SpanTable): Diagnostic[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const at = [...path, Array.isArray(value) ? Number(name) : name];
    if (name !== '__proto__') return reservedNames(member, at, spans);
    const span = findKeySpan(spans, at);
    return [report('schema/reserved-name', { name }, { path: printPath(at), ...(span ? { span } : {}) })];
  });
}

/** Of a union none of whose branches fits, what is wrong further inside says it all. */
const isEmptyWrapper = ({ code, path, expected, actual }: Diagnostic, all: readonly Diagnostic[]): boolean =>
  code === 'schema/wrong-type' &&
  expected === actual &&
  all.some((other) => path !== undefined && other.path?.startsWith(`${path}.`));

function explainError(error: SchemaError, value: unknown, spans: SpanTable): Diagnostic | undefined {
  const path = pointerPath(error.instancePath, value);
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(path, String(error.params.additionalProperty), value, spans);
    case 'required':
      return missingKey(path, String(error.params.missingProperty), value, spans);
    case 'discriminator':
      return wrongTag(path, value, spans);
    case 'if':
      return undefined;
    default:
      return wrongValue(error.keyword, path, value, spans);
  }
}

function unknownKey(path: Path, key: string, value: unknown, spans: SpanTable): Diagnostic {
  const at = [...path, key];
  const span = findKeySpan(spans, at);
  const schema = schemaAt(value, path);
  const present = valueAt(value, path) as object;
  const known = Object.keys(schema?.properties ?? {});
  const open = known.filter((name) => !Object.hasOwn(present, name));
  const twin = nearestName(key, open) === undefined ? nearestName(key, known) : undefined;
  return report(
    'schema/unknown-key',
    {
      place: placeName(path),
      key,
      advice:
        twin === undefined
          ? (adviseKind(path, key) ?? adviseName(key, open))
          : `Remove it: \`${twin}\` is set already.`,
    },
    { path: printPath(at), label: 'unknown setting', ...(span ? { span } : {}) },
  );
}

/** Where only a definition of the other kind has such a setting. */
function adviseKind(path: Path, key: string): string | undefined {
  if (path.length > 0) return undefined;
  const kind = (['reinforcement', 'supervised'] as const).find((one) =>
    Object.hasOwn(rootSchema({ kind: one }).properties ?? {}, key),
  );
  return kind && `Remove it: a definition of \`kind: ${kind}\` has it, and this one is of the other.`;
}

function missingKey(path: Path, key: string, value: unknown, spans: SpanTable): Diagnostic {
  const span = findKeySpan(spans, path);
  const schema = schemaAt(value, [...path, key]);
  const description =
    typeof schema?.const === 'string' ? `\`${key}: ${schema.const}\`.` : schema?.description;
  return report(
    'schema/missing-key',
    { place: placeName(path), key, description: description ? `: ${lowerFirst(description)}` : '.' },
    { path: printPath([...path, key]), label: `needs \`${key}\``, ...(span ? { span } : {}) },
  );
}

/** A union whose tag names no branch. */
function wrongTag(path: Path, value: unknown, spans: SpanTable): Diagnostic | undefined {
  const at = [...path, 'kind'];
  const tag = valueAt(value, at);
  if (tag === undefined) return undefined;
  return wrongChoice(at, tag, tagsAt(value, path), spans);
}

function wrongValue(keyword: string, path: Path, value: unknown, spans: SpanTable): Diagnostic {
  const actual = valueAt(value, path);
  const schema: Schema = schemaAt(value, path) ?? {};
  const span = findSpan(spans, path);
  const place = { path: printPath(path), ...(span ? { span } : {}) };
  const expected = describeSchema(schema);
  const found = describeValue(actual);
  switch (keyword) {
    case 'const':
      if (path.length === 1 && path[0] === 'kind') return wrongChoice(path, actual, tagsAt(value, []), spans);
      return wrongChoice(path, actual, [String(schema.const)], spans);
    case 'enum':
      return wrongChoice(path, actual, (schema.enum ?? []).map(String), spans);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return report(
        'schema/out-of-range',
        { path: printPath(path), expected, actual: found },
        { ...place, expected, actual: found, label: `must be ${expected}` },
      );
    case 'minItems':
    case 'maxItems':
      return report(
        'schema/wrong-length',
        { path: printPath(path), expected, actual: found },
        { ...place, expected, actual: found, label: `must be ${expected}` },
      );
    case 'pattern':
      return report(
        'schema/bad-name',
        { path: printPath(path), actual: found, suggestion: kebabSuggestion(String(actual)) },
        { ...place, actual: found },
      );
    default:
      return report(
        'schema/wrong-type',
        {
          path: path.length === 0 ? 'definition' : printPath(path),
          expected,
          actual: found,
          advice: unitAdvice(schema, actual),
        },
        { ...place, expected, actual: found, label: `must be ${expected}` },
      );
  }
}

function wrongChoice(path: Path, actual: unknown, choices: readonly string[], spans: SpanTable): Diagnostic {
  const span = findSpan(spans, path);
  const expected = choices.map((choice) => `\`${choice}\``).join(', ');
  return report(
    'schema/unknown-choice',
    {
      path: printPath(path),
      choices: expected,
      actual: describeValue(actual),
      advice: typeof actual === 'string' ? adviseName(actual, choices) : `Known: ${expected}.`,
    },
    { path: printPath(path), expected, actual: describeValue(actual), ...(span ? { span } : {}) },
  );
}

/** A JSON Pointer as a path; list indices become numbers where the value is a list. */
function pointerPath(pointer: string, value: unknown): Path {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path: (string | number)[] = [];
  for (const part of parts) path.push(Array.isArray(valueAt(value, path)) ? Number(part) : part);
  return path;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function kebabSuggestion(text: string): string {
  const kebab = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '');
  return kebab === '' ? '' : `, for instance \`${kebab}\``;
}
