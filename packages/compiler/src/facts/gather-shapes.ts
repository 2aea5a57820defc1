// Builds the shapes and expressions of a definition, as far as they can be built.
import {
  type CompilerHost,
  type Diagnostic,
  type Expression,
  type ResolvedCells,
  type ResolvedCredit,
  type ResolvedCut,
  type ResolvedShape,
  type ShapeDefinition,
  type ShapeKind,
  shape,
  type TemplateReference,
} from '@allot/spec';
import { adviseName } from '../diagnostics/suggest.js';
import type { LoadedDefinition } from '../load/loaded-definition.js';
import type { Sources } from '../load/sources.js';
import { findSpan, type SpanTable } from '../load/spans.js';
import { type Path, printPath } from '../path.js';
import type { FilledReinforcement } from '../schema/filled-definition.js';
import { buildShape, type ShapeLeaves } from '../shape/build-shape.js';
import { report as reportShape } from '../shape/catalog-shape.js';
import type { TextKind } from '../shape/lower-text.js';
import { creditLibrary, creditTemplates, hasText, templateParts } from '../shape/shape-parts.js';
import type { TextPlace } from '../shape/text-place.js';
import type { BuiltShapes } from './facts.js';

export interface ShapeRequest {
  /** Settings that have no schema errors. */
  readonly definition: Partial<
    Pick<FilledReinforcement, 'reward' | 'advantage' | 'credit' | 'cut' | 'state'>
  >;
  readonly spans: SpanTable;
  readonly host: CompilerHost;
  /** Functions of a TypeScript definition, lowered, by name. */
  readonly functions: LoadedDefinition['shapes'];
  /** Texts of the files that spans point into. */
  readonly sources: Sources;
}

type Kind = 'reward' | 'advantage' | 'credit';

/** The shapes that are sound, and what is wrong with texts and functions; templates have a rule of their own. */
export async function gatherShapes(
  request: ShapeRequest,
): Promise<readonly [BuiltShapes, readonly Diagnostic[]]> {
  const diagnostics: Diagnostic[] = [];
  const built: Partial<Record<'reward' | 'advantage', ResolvedShape>> = {};
  for (const kind of ['reward', 'advantage'] as const) {
    const definition = request.definition[kind];
    if (!definition) continue;
    const leaves = await leavesOf(kind, definition, request, diagnostics);
    const resolved = buildShape(definition, [kind], leaves);
    if (resolved) built[kind] = resolved;
  }
  const credit = await gatherCredit(request, diagnostics);
  const cut = await gatherCut(request, diagnostics);
  const cells = { ...templateCells(request), ...(await gatherCells(request, diagnostics)) };
  return [{ ...built, ...(credit && { credit }), ...(cut && { cut }), cells }, diagnostics];
}

/** Undefined where a stage is wrong; every stage is looked at. */
async function gatherCredit(
  request: ShapeRequest,
  diagnostics: Diagnostic[],
): Promise<readonly ResolvedCredit[] | undefined> {
  const { credit = [] } = request.definition;
  const stages: ResolvedCredit[] = [];
  for (const [index, { tokens, ...values }] of credit.entries()) {
    const built: { multiply?: Expression; add?: Expression } = {};
    for (const member of ['multiply', 'add'] as const) {
      const value = values[member];
      if (value === undefined) continue;
      const expression =
        typeof value === 'number'
          ? shape.number(value)
          : await creditShape(value, ['credit', index, member], request, diagnostics);
      if (expression) built[member] = expression;
    }
    if (Object.keys(built).length === Object.keys(values).length) stages.push({ tokens, ...built });
  }
  return stages.length > 0 && stages.length === credit.length ? stages : undefined;
}

async function creditShape(
  definition: ShapeDefinition,
  at: Path,
  request: ShapeRequest,
  diagnostics: Diagnostic[],
): Promise<Expression | undefined> {
  const leaves = await leavesOf('credit', definition, request, diagnostics);
  return buildShape(definition, at, leaves)?.expression;
}

/** A cut happens before there is a reward. */
async function gatherCut(request: ShapeRequest, diagnostics: Diagnostic[]): Promise<ResolvedCut | undefined> {
  const { cut } = request.definition;
  if (!cut) return undefined;
  const { lowerText } = await import('../shape/lower-text.js');
  const [to, toProblems] = lowerText(cut.to, textPlace(request, ['cut', 'to']), 'reward');
  const [when, whenProblems] = lowerText(cut.when, textPlace(request, ['cut', 'when']), 'reward-condition');
  diagnostics.push(...toProblems, ...whenProblems);
  return to && when && { to, when, atLeast: cut.atLeast };
}

/** Cells that templates bring along; a cell of the definition with the same name takes its place. */
function templateCells({ definition, host: { templates } }: ShapeRequest): ResolvedCells {
  const { reward, advantage, credit = [] } = definition;
  const parts = [
    ...(reward ? templateParts(reward, ['reward']).map((part) => [part, templates.rewards] as const) : []),
    ...(advantage
      ? templateParts(advantage, ['advantage']).map((part) => [part, templates.advantages] as const)
      : []),
    ...creditTemplates(credit).map((part) => [part, creditLibrary(templates)] as const),
  ];
  return Object.assign(
    {},
    ...parts.map(([{ shape }, library]) => {
      const built = buildTemplate(shape, library);
      return built ? library.get(shape.template)?.cells?.(built.parameters) : {};
    }),
  ) as ResolvedCells;
}

async function gatherCells(request: ShapeRequest, diagnostics: Diagnostic[]): Promise<ResolvedCells> {
  const { state = {} } = request.definition;
  if (Object.keys(state).length === 0) return {};
  const { lowerText } = await import('../shape/lower-text.js');
  const lower = (text: string, at: Path, kind: TextKind): Expression | undefined => {
    const [expression, problems] = lowerText(text, textPlace(request, at), kind);
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
  request: ShapeRequest,
  diagnostics: Diagnostic[],
): Promise<ShapeLeaves> {
  const { spans, host, functions } = request;
  const lowerText = hasText(definition) ? (await import('../shape/lower-text.js')).lowerText : undefined;
  const { rewards, advantages } = host.templates;
  const library =
    kind === 'reward' ? rewards : kind === 'advantage' ? advantages : creditLibrary(host.templates);
  return {
    template: (reference) => buildTemplate(reference, library),
    text(text, at): Expression | undefined {
      if (!lowerText) throw new Error('a text was found that was not looked for');
      const what = at.at(-1) === 'onlyIf' ? (`${kind}-condition` as const) : kind;
      const [expression, problems] = lowerText(text, textPlace(request, at), what);
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
      if (!standsFor(lowered.kind, kind)) {
        const actual = lowered.kind;
        diagnostics.push(reportShape('shape/wrong-kind', { name, actual, expected: kind }, place(spans, at)));
        return undefined;
      }
      return lowered.expression;
    },
  };
}

/** A coefficient stands anywhere, and the credit of tokens may be what their response has. */
const standsFor = (defined: ShapeKind, kind: Kind): boolean =>
  defined === 'coefficient' || defined === kind || (kind === 'credit' && defined === 'advantage');

/** Where a text stands, with the file around it: escapes and blocks of YAML move its characters. */
function textPlace({ spans, sources }: ShapeRequest, at: Path): TextPlace {
  const span = findSpan(spans, at);
  const source = span && sources.get(span.file);
  return { ...(span ? { span } : {}), ...(source === undefined ? {} : { source }) };
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
