// Settings given on the command line: typed by the schema, laid over the definition.
import type { Diagnostic, Phase } from '@allot/spec';
import { report } from './diagnostics/report.js';
import { nearestName } from './diagnostics/suggest.js';
import type { Sources } from './load/sources.js';
import type { ValueSpan } from './load/spans.js';
import { type Path, parsePath, printPath, valueAt } from './path.js';
import { memberSchema, rootSchema, type Schema, schemaAt, settleSchema } from './schema/schema.js';

/** One setting of the command line. */
export interface Override {
  /** Path of the setting, for instance `optimizer.learningRate`. */
  readonly path: string;
  /** Its value as text; the schema says what it means. */
  readonly text: string;
  /** The flag as it was written, for instance `--set optimizer.learningRate=1e-3` or `--steps 10`. */
  readonly flag: string;
}

/** Name that command-line settings have in diagnostics. */
export const COMMAND_LINE = 'command line';

/** Reads the `path=value` of a `--set`. */
export function parseOverride(assignment: string): Phase<Override> {
  const flag = `--set ${assignment}`;
  const equals = assignment.indexOf('=');
  if (equals <= 0) return [undefined, [report('override/bad-flag', { flag })]];
  const path = assignment.slice(0, equals).trim();
  return [{ path, text: assignment.slice(equals + 1), flag }, []];
}

export interface Overridden {
  readonly value: unknown;
  /** Flag of every path that a flag set. */
  readonly flags: ReadonlyMap<string, string>;
  readonly spans: ReadonlyMap<string, ValueSpan>;
}

/** The definition with the overrides laid over it; the definition itself stays as it is. */
export function applyOverrides(
  definition: unknown,
  overrides: readonly Override[],
  sources: Sources,
): readonly [Overridden, readonly Diagnostic[]] {
  let value = definition;
  const flags = new Map<string, string>();
  const spans = new Map<string, ValueSpan>();
  const diagnostics: Diagnostic[] = [];
  if (overrides.length > 0) sources.set(COMMAND_LINE, overrides.map(({ flag }) => flag).join('\n'));
  for (const [index, override] of overrides.entries()) {
    const span = {
      file: COMMAND_LINE,
      line: index + 1,
      column: 1,
      endLine: index + 1,
      endColumn: override.flag.length + 1,
    };
    const path = parsePath(override.path);
    const schema = path && schemaAt(value, path);
    if (!path || !schema || !reachable(value, path)) {
      const advice = advisePath(override.path, settingPaths(value));
      diagnostics.push(report('override/unknown-path', { path: override.path, advice }, { span }));
      continue;
    }
    const printed = printPath(path);
    const first = flags.get(printed);
    if (first !== undefined) {
      const twice = { path: printed, first, second: override.flag };
      diagnostics.push(report('override/twice', twice, { path: printed, span }));
      continue;
    }
    value = withValue(value, path, typedValue(override.text, schema));
    flags.set(printed, override.flag);
    spans.set(printed, { value: span });
  }
  return [{ value, flags, spans }, diagnostics];
}

/** The nearest path, or what stands at the top: `allot plan` lists the rest. */
function advisePath(text: string, paths: readonly string[]): string {
  const nearest = nearestName(text, paths);
  if (nearest !== undefined) return `Did you mean \`${nearest}\`?`;
  const top = paths.filter((path) => !/[.[]/.test(path)).map((path) => `\`${path}\``);
  return `At the top there are ${top.join(', ')}; \`allot plan\` lists every setting.`;
}

/** The text as the type that the schema asks for; text that does not fit stays text, for the schema check to refuse. */
function typedValue(text: string, { type }: Schema): unknown {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (types.includes('string')) return text;
  if (
    (types.includes('number') || types.includes('integer')) &&
    text.trim() !== '' &&
    !Number.isNaN(Number(text))
  )
    return Number(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (types.includes('array') || types.includes('object')) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  }
  return text;
}

/** Whether the lists on the way have the elements that the path names. */
function reachable(value: unknown, path: Path): boolean {
  return path.every((part, depth) => {
    if (typeof part !== 'number') return true;
    const list = valueAt(value, path.slice(0, depth));
    return Array.isArray(list) && part < list.length;
  });
}

function withValue(owner: unknown, [part, ...rest]: Path, value: unknown): unknown {
  if (part === undefined) return value;
  if (typeof part === 'number' && Array.isArray(owner))
    return owner.map((item, index) => (index === part ? withValue(item, rest, value) : item));
  const object = (typeof owner === 'object' && owner !== null ? owner : {}) as Readonly<
    Record<string, unknown>
  >;
  return { ...object, [part]: withValue(object[part], rest, value) };
}

/** Paths of all settings that the definition has or could have, for "did you mean". */
function settingPaths(definition: unknown): string[] {
  const paths: string[] = [];
  const visit = (schema: Schema, value: unknown, path: Path): void => {
    if (path.length > 0) paths.push(printPath(path));
    if (path.length > 6) return;
    const members = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries())
        visit(memberSchema(schema, index, item) ?? {}, item, [...path, index]);
      return;
    }
    for (const [name, inner] of Object.entries(schema.properties ?? {}))
      visit(settleSchema(inner, members[name]), members[name], [...path, name]);
    if (schema.additionalProperties)
      for (const name of Object.keys(members).filter((key) => !schema.properties?.[key]))
        visit(memberSchema(schema, name, members[name]) ?? {}, members[name], [...path, name]);
  };
  visit(rootSchema(definition), definition, []);
  return paths;
}
