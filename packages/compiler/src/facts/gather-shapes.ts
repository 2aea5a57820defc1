// Builds the reward and the advantage of a definition, as far as they can be built.
import type {
  CompilerHost,
  Diagnostic,
  Expression,
  ResolvedCells,
  ResolvedShape,
  ShapeDefinition,
  TemplateReference,
} from '@allot/spec';
import { adviseName } from '../diagnostics/suggest.js';
import type { LoadedDefinition } from '../load/loaded-definition.js';
import { findSpan, type SpanTable } from '../load/spans.js';
import { type Path, printPath } from '../path.js';
import type { FilledReinforcement } from '../schema/filled-definition.js';
import { buildShape, type ShapeLeaves } from '../shape/build-shape.js';
import { report as reportShape } from '../shape/catalog-shape.js';
import type { TextKind } from '../shape/lower-text.js';
import { hasText, templateParts } from '../shape/shape-parts.js';
import type { BuiltShapes } from './facts.js';

export interface ShapeRequest {
  /** Settings that have no schema errors. */
  readonly definition: Partial<Pick<FilledReinforcement, 'reward' | 'advantage' | 'state'>>;
  readonly spans: SpanTable;
  readonly host: CompilerHost;
  /** Functions of a TypeScript definition, lowered, by name. */
  readonly functions: LoadedDefinition['shapes'];
}

type Kind = 'reward' | 'advantage';

/** The shapes that are sound, and what is wrong with texts and functions; templates have a rule of their own. */
export async function gatherShapes(
  request: ShapeRequest,
): Promise<readonly [BuiltShapes, readonly Diagnostic[]]> {
  const diagnostics: Diagnostic[] = [];
  const built: Partial<Record<Kind, ResolvedShape>> = {};
  for (const kind of ['reward', 'advantage'] as const) {
    const definition = request.definition[kind];
    if (!definition) continue;
    const leaves = await leavesOf(kind, definition, request, diagnostics);
    const shape = buildShape(definition, [kind], leaves);
    if (shape) built[kind] = shape;
  }
  const cells = { ...templateCells(request), ...(await gatherCells(request, diagnostics)) };
  return [{ ...built, cells }, diagnostics];
}

/** Cells that templates bring along; a cell of the definition with the same name takes its place. */
function templateCells({ definition, host: { templates } }: ShapeRequest): ResolvedCells {
  const { reward, advantage } = definition;
  const parts = [
    ...(reward ? templateParts(reward, ['reward']).map((part) => [part, templates.rewards] as const) : []),
    ...(advantage
      ? templateParts(advantage, ['advantage']).map((part) => [part, templates.advantages] as const)
      : []),
  ];
  return Object.assign(
    {},
    ...parts.map(([{ shape }, library]) => {
      const built = buildTemplate(shape, library);
      return built ? library.get(shape.template)?.cells?.(built.parameters) : {};
    }),
  ) as ResolvedCells;
}

async function gatherCells(
  { definition: { state = {} }, spans }: ShapeRequest,
  diagnostics: Diagnostic[],
): Promise<ResolvedCells> {
  if (Object.keys(state).length === 0) return {};
  const { lowerText } = await import('../shape/lower-text.js');
  const lower = (text: string, at: Path, kind: TextKind): Expression | undefined => {
    const [expression, problems] = lowerText(text, place(spans, at), kind);
    diagnostics.push(...problems);
    return expression;
  };
  const cells = Object.entries(state).flatMap(([name, { observe, when, ...settings }]) => {
    const observed = lower(observe, ['state', name, 'observe'], 'advantage');
    const condition = lower(when, ['state', name, 'when'], 'advantage-condition');
    return observed && condition
      ? [[name, { ...settings, observe: observed, when: condition }] as const]
      : [];
  });
  return Object.fromEntries(cells);
}

async function leavesOf(
  kind: Kind,
  definition: ShapeDefinition,
  { spans, host, functions }: ShapeRequest,
  diagnostics: Diagnostic[],
): Promise<ShapeLeaves> {
  const lowerText = hasText(definition) ? (await import('../shape/lower-text.js')).lowerText : undefined;
  const library = kind === 'reward' ? host.templates.rewards : host.templates.advantages;
  return {
    template: (reference) => buildTemplate(reference, library),
    text(text, at): Expression | undefined {
      if (!lowerText) throw new Error('a text was found that was not looked for');
      const condition = kind === 'reward' ? 'condition' : 'advantage-condition';
      const what = at.at(-1) === 'onlyIf' ? condition : kind;
      const [expression, problems] = lowerText(text, place(spans, at), what);
      diagnostics.push(...problems);
      return expression;
    },
    function(name, at): Expression | undefined {
      const lowered = functions.get(name);
      if (!lowered) {
        const advice = adviseName(name, functions.keys());
        diagnostics.push(reportShape('shape/not-defined', { name, advice }, place(spans, at)));
        return undefined;
      }
      if (lowered.kind !== 'coefficient' && lowered.kind !== kind) {
        const actual = lowered.kind;
        diagnostics.push(reportShape('shape/wrong-kind', { name, actual, expected: kind }, place(spans, at)));
        return undefined;
      }
      return lowered.expression;
    },
  };
}

function place(spans: SpanTable, at: Path): Partial<Diagnostic> {
  const span = findSpan(spans, at);
  return { path: printPath(at), ...(span ? { span } : {}) };
}

/** Parameters in the template's order; those left out appear when their default is a plain value. */
function buildTemplate(
  { template: name, parameters: given = {} }: TemplateReference,
  library: CompilerHost['templates']['rewards'],
): Omit<ResolvedShape, 'components'> | undefined {
  const template = library.get(name);
  if (!template) return undefined;
  const parameters: Record<string, number | boolean> = {};
  for (const [parameter, { default: fallback }] of Object.entries(template.parameters)) {
    const value = given[parameter] ?? (typeof fallback === 'string' ? undefined : fallback);
    if (value !== undefined) parameters[parameter] = value;
    if (value !== undefined && (typeof value === 'boolean') !== (typeof fallback === 'boolean'))
      return undefined;
  }
  if (Object.keys(given).some((parameter) => !Object.hasOwn(template.parameters, parameter)))
    return undefined;
  return { name, parameters, expression: template.build(given) };
}
