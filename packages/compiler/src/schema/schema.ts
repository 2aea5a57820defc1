// The part of JSON Schema that the generated pipeline schema uses, and walking it.
import { pipelineSchema } from '../generated/pipeline-schema.js';
import type { Path } from '../path.js';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const root = pipelineSchema as Schema;

/** The schema of a definition whose value is `value`: references followed, the branch of a union chosen. */
export const rootSchema = (value: unknown): Schema => settleSchema(root, value);

const targetOf = ($ref: string): Schema =>
  root.definitions?.[decodeURIComponent($ref.split('/').at(-1) as string)] as Schema;

/** Follows references and picks, by its tag, the branch of a union that `value` means. */
export function settleSchema(schema: Schema, value: unknown): Schema {
  if (schema.$ref) {
    const settled = settleSchema(targetOf(schema.$ref), value);
    const { $ref: _, ...beside } = schema;
    return { ...settled, ...beside };
  }
  if (schema.anyOf) return settleSchema(chooseBranch(schema.anyOf, value), value);
  return schema;
}

/** Mirrors how the generated validator decides unions: plain values by type, objects by `kind` or a key that only one branch requires. */
function chooseBranch(branches: readonly Schema[], value: unknown): Schema {
  if (Array.isArray(value)) {
    const ofLists = branches.find((branch) => settleSchema(branch, undefined).items);
    if (ofLists) return settleSchema(ofLists, value);
  }
  const settled = branches.map((branch) => settleSchema(branch, undefined));
  const isObject = typeof value === 'object' && value !== null;
  const object = (isObject ? value : {}) as Record<string, unknown>;
  const byKind = settled.find((branch) => {
    const kind = branch.properties?.kind?.const;
    return kind !== undefined && kind === object.kind;
  });
  if (byKind) return byKind;
  const byKey = settled.find(
    (branch) => !branch.properties?.kind && branch.required?.some((key) => Object.hasOwn(object, key)),
  );
  if (byKey) return byKey;
  const ofObjects = isObject && branches.find((_, index) => settled[index]?.properties);
  return ofObjects ? settleSchema(ofObjects, value) : (settled[0] as Schema);
}

/** Schema of one member of an object or list; undefined where the schema has none. */
export function memberSchema(schema: Schema, part: string | number, member: unknown): Schema | undefined {
  const found = unionOf(schema, part);
  return found && settleSchema(found, member);
}

/** The same before a branch is picked. */
function unionOf(schema: Schema, part: string | number): Schema | undefined {
  if (typeof part === 'number') return schema.items;
  return schema.properties && Object.hasOwn(schema.properties, part)
    ? schema.properties[part]
    : schema.additionalProperties || undefined;
}

/** The tags, by `kind`, of the branches of the union at a path. */
export function tagsAt(value: unknown, path: Path): readonly string[] {
  const part = path.at(-1);
  if (part === undefined) return tagsOf(root);
  const parent = schemaAt(value, path.slice(0, -1));
  const union = parent && unionOf(parent, part);
  return union ? tagsOf(union) : [];
}

function tagsOf({ $ref, anyOf, properties }: Schema): readonly string[] {
  if ($ref) return tagsOf(targetOf($ref));
  if (anyOf) return anyOf.flatMap(tagsOf);
  const tag = properties?.kind?.const;
  return typeof tag === 'string' ? [tag] : [];
}

/** Schema at a path of a definition, walking the value beside it to decide unions. */
export function schemaAt(value: unknown, path: Path): Schema | undefined {
  let schema: Schema | undefined = rootSchema(value);
  let current = value;
  for (const part of path) {
    current =
      typeof current === 'object' && current !== null && Object.hasOwn(current, part)
        ? (current as Record<string | number, unknown>)[part]
        : undefined;
    schema = schema && memberSchema(schema, part, current);
  }
  return schema;
}
