// The template of a name and the values of its parameters, or what was probably meant.
import type {
  Diagnostic,
  Phase,
  ResolvedCells,
  Template,
  TemplateLibrary,
  TemplateParameter,
} from '@allot/spec';

export type ShapeKind = Template['kind'];

export interface ChosenTemplate {
  readonly template: Template;
  /** Parameters that were given; the others have their defaults. */
  readonly given: Readonly<Record<string, number | boolean>>;
  /** What the memory holds before the first step, where it was said. */
  readonly remembered?: Readonly<Record<string, number>>;
}

export interface ParameterText {
  readonly path: string;
  readonly value: string;
}

/** The cells of a chosen template, with what the memory holds. */
export const cellsOf = ({ template, given, remembered = {} }: ChosenTemplate): ResolvedCells =>
  Object.fromEntries(
    Object.entries(template.cells?.(given) ?? {}).map(([name, cell]) => [
      name,
      { ...cell, initial: remembered[name] ?? cell.initial },
    ]),
  );

export const templatesOf = (library: TemplateLibrary, kind: ShapeKind): ReadonlyMap<string, Template> =>
  ({ reward: library.rewards, advantage: library.advantages, credit: library.credits })[kind];

/**
 * Diagnostics: `template/*`, as for a definition. A parameter that is given twice has the last value; one that is the name of a cell
 * says what the memory holds.
 */
export async function chooseTemplate(
  library: TemplateLibrary,
  kind: ShapeKind,
  name: string,
  set: readonly ParameterText[] = [],
): Promise<Phase<ChosenTemplate>> {
  const templates = templatesOf(library, kind);
  const template = templates.get(name);
  if (!template) {
    const other = (['reward', 'advantage', 'credit'] as const).find((one) =>
      templatesOf(library, one).has(name),
    );
    const advice = other
      ? `There is ${other === 'advantage' ? 'an advantage' : `a ${other}`} of that name: \`allot ${other}s ${name}\`.`
      : await advise(name, templates.keys());
    return [undefined, [await report('template/unknown', { kind, name, advice })]];
  }
  const given: Record<string, number | boolean> = {};
  const remembered: Record<string, number> = {};
  const cells = template.cells?.({}) ?? {};
  const diagnostics: Diagnostic[] = [];
  for (const { path, value } of set) {
    const parameter = Object.hasOwn(template.parameters, path) ? template.parameters[path] : undefined;
    const held = readValue(value);
    if (!parameter && Object.hasOwn(cells, path) && typeof held === 'number') {
      remembered[path] = held;
      continue;
    }
    const wrong = await (parameter
      ? checkValue(template.name, path, parameter, value)
      : unknownParameter(template, path));
    if (wrong) diagnostics.push(wrong);
    else given[path] = readValue(value) as number | boolean;
  }
  return diagnostics.length > 0 ? [undefined, diagnostics] : [{ template, given, remembered }, diagnostics];
}

/** A number, true or false; undefined for anything else. */
function readValue(text: string): number | boolean | undefined {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

async function checkValue(
  template: string,
  name: string,
  parameter: TemplateParameter,
  text: string,
): Promise<Diagnostic | undefined> {
  const value = readValue(text);
  const isSwitch = typeof parameter.default === 'boolean';
  if (value === undefined || isSwitch !== (typeof value === 'boolean')) {
    const expected = isSwitch ? 'true or false' : 'a number';
    return report('template/wrong-parameter-type', {
      template,
      name,
      expected,
      actual: JSON.stringify(text),
    });
  }
  const [least, most] = parameter.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (typeof value === 'boolean' || (value >= least && value <= most)) return undefined;
  const description = parameter.description.replace(/\.$/, '');
  return report('template/parameter-out-of-range', {
    template,
    name,
    least,
    most,
    actual: value,
    description,
  });
}

const unknownParameter = async (
  { name: template, parameters, cells }: Template,
  name: string,
): Promise<Diagnostic> =>
  report('template/unknown-parameter', {
    template,
    name,
    advice: await advise(name, [...Object.keys(parameters), ...Object.keys(cells?.({}) ?? {})]),
  });

async function advise(name: string, candidates: Iterable<string>): Promise<string> {
  const { nearestName } = await import('@allot/compiler');
  const names = [...candidates];
  const close = nearestName(name, names);
  if (close !== undefined) return `Did you mean \`${close}\`?`;
  return names.length === 0 ? 'It has none.' : `Known: ${names.map((known) => `\`${known}\``).join(', ')}.`;
}

/** The compiler's diagnostics about templates; loaded when there is something to say. */
async function report(
  code: string,
  parameters: Readonly<Record<string, string | number>>,
): Promise<Diagnostic> {
  const [{ compilerCatalog }, { reporter }] = await Promise.all([
    import('@allot/compiler'),
    import('@allot/spec'),
  ]);
  return reporter(compilerCatalog)(code, parameters);
}
