// Declares a template: data for the compiler and a typed function for people who write definitions.
import {
  type Expression,
  type ResolvedCells,
  shape,
  type Template,
  type TemplateParameter,
  type TemplateReference,
} from '@allot/spec';
import { b, lMax } from './fields.js';

type ParameterTable = Readonly<Record<string, TemplateParameter>>;

/** What a definition may give: numbers and booleans by the parameter's name. */
export type TemplateValues<Parameters extends ParameterTable> = {
  readonly [Name in keyof Parameters]?: Parameters[Name]['default'] extends boolean ? boolean : number;
};

/** What `build` gets: flags as they are, numbers as expressions that print by name. */
type BuildValues<Parameters extends ParameterTable> = {
  readonly [Name in keyof Parameters]: Parameters[Name]['default'] extends boolean ? boolean : Expression;
};

/** What `cells` gets: the parameters as they are; those whose default follows from fields are absent unless given. */
type PlainValues = Readonly<Record<string, number | boolean>>;

interface Declaration<Parameters extends ParameterTable>
  extends Omit<Template, 'parameters' | 'build' | 'cells'> {
  readonly parameters: Parameters;
  readonly build: (values: BuildValues<Parameters>) => Expression;
  readonly cells?: (values: PlainValues) => ResolvedCells;
}

/** Refers to its template from a definition: `rewards.hbpo({ beta: 4 })`. */
export interface TemplateFunction<Parameters extends ParameterTable> {
  (
    ...given: keyof Parameters extends never ? [] : [parameters?: TemplateValues<Parameters>]
  ): TemplateReference;
  readonly template: Template;
}

export function defineTemplate<const Parameters extends ParameterTable>(
  declaration: Declaration<Parameters>,
): TemplateFunction<Parameters> {
  const { build, cells, ...description } = declaration;
  const template: Template = {
    ...description,
    build: (given) =>
      build(
        Object.fromEntries(
          Object.entries(declaration.parameters).map(([name, { default: fallback }]) => [
            name,
            lower(name, given[name] ?? fallback),
          ]),
        ) as BuildValues<Parameters>,
      ),
    ...(cells ? { cells: (given) => cells({ ...plainDefaults(declaration.parameters), ...given }) } : {}),
  };
  const refer = (...[parameters = {}]: [TemplateValues<Parameters>?]): TemplateReference => {
    const given = Object.fromEntries(
      Object.entries(parameters).filter(
        (entry): entry is [string, number | boolean] => entry[1] !== undefined,
      ),
    );
    return Object.keys(given).length > 0
      ? { template: template.name, parameters: given }
      : { template: template.name };
  };
  return Object.assign(refer, { template });
}

const plainDefaults = (parameters: ParameterTable): PlainValues =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { default: value }]) =>
      typeof value === 'string' ? [] : [[name, value] as const],
    ),
  );

/** Lines of a formula. */
export const lines = (...text: readonly string[]): string => text.join('\n');

/** Defaults that follow from fields. */
const derived: Readonly<Record<string, Expression>> = {
  '1 / lMax': shape.divide(1, lMax),
  'lMax / 2': shape.divide(lMax, 2),
  'lMax / 4': shape.divide(lMax, 4),
  'lMax / 5': shape.divide(lMax, 5),
  'lMax / 8': shape.divide(lMax, 8),
  budget: b,
};

function lower(name: string, value: number | boolean | string): Expression | boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return shape.parameter(name, value);
  const expression = derived[value];
  if (!expression) throw new Error(`the default ${value} of ${name} has no expression`);
  return expression;
}
