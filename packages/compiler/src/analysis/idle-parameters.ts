// Parameters of a template that are written and make no difference.
import { contentKey, type ShapeDefinition, type Template } from '@allot/spec';

/** Of a template that is used alone; it is sound, which its expression shows. */
export function idleParameters(
  definition: ShapeDefinition,
  library: ReadonlyMap<string, Template>,
): readonly string[] {
  if (!('template' in definition)) return [];
  const template = library.get(definition.template);
  const { parameters = {} } = definition;
  if (!template) return [];
  const madeOf = (given: typeof parameters): string =>
    contentKey({ expression: template.build(given), cells: template.cells?.(given) ?? {} });
  const made = madeOf(parameters);
  const other = (value: number | boolean) => (typeof value === 'boolean' ? !value : value + 1);
  return Object.entries(parameters)
    .filter(([name, value]) => madeOf({ ...parameters, [name]: other(value) }) === made)
    .map(([name]) => name);
}
