// Checks a definition file: load, schema, outside facts, rules; everything that is wrong, at once and sorted.

import { readFileSync, statSync } from 'node:fs';
import {
  type CompilerHost,
  type DatasetDefinition,
  type Definition,
  type Diagnostic,
  hasErrors,
  type Origin,
  type Phase,
  type Pilot,
  type Span,
  sortDiagnostics,
} from '@allot/spec';
import { allowFindings } from './diagnostics/allow-findings.js';
import type { Facts } from './facts/facts.js';
import { gatherFacts } from './facts/gather-facts.js';
import { type LoadOptions, loadDefinition } from './load/load-definition.js';
import type { LoadedDefinition } from './load/loaded-definition.js';
import type { Sources } from './load/sources.js';
import { findSpan, type SpanTable } from './load/spans.js';
import { applyOverrides, type Override } from './overrides.js';
import { type Path, parsePath, printPath, valueAt } from './path.js';
import { settleTiers } from './pilot/settle-tiers.js';
import { checkRules } from './rules/check-rules.js';
import { checkSchema } from './schema/check-schema.js';
import { fillDefaults } from './schema/fill-defaults.js';
import type { FilledDefinition } from './schema/filled-definition.js';

export interface CheckOptions extends LoadOptions {
  /** Settings of the command line, laid over the definition. */
  readonly overrides?: readonly Override[];
  /** What tiers follow from that come from the pilot. Absent: stand-ins. */
  readonly pilot?: Pilot;
}

export interface CheckResult {
  /** The definition as written, flags included, when it has the right form. */
  readonly definition?: Definition;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Texts that the diagnostics point into, by the name in their spans. */
  readonly sources: ReadonlyMap<string, string>;
}

/** What lowering needs of a definition without errors. */
export interface CheckedDefinition {
  readonly file: string;
  readonly definition: FilledDefinition;
  readonly origins: Map<string, Origin>;
  readonly facts: Facts;
  /** sha256 of the weights of a pretrained policy. */
  readonly weightsDigest?: string;
  /** Whether stand-ins take the place of tiers that come from the pilot. */
  readonly awaitsPilot: boolean;
}

/** Checks a definition with the pilot of the options, and gives the filled definition with its facts when there are no errors. */
export async function checkDefinition(
  path: string,
  host: CompilerHost,
  options: CheckOptions,
): Promise<CheckResult & { readonly checked?: CheckedDefinition }> {
  const sources: Sources = new Map();
  const [loaded, loadProblems] = await loadDefinition(path, options, sources);
  if (!loaded) return { diagnostics: sortDiagnostics(loadProblems), sources };
  const found = await checkLoaded(loaded, host, options, sources);
  const diagnostics = sortDiagnostics([
    ...withoutEchoes(loadProblems, found.diagnostics, loaded.spans),
    ...found.diagnostics,
  ]);
  addSources(diagnostics, sources);
  return {
    diagnostics,
    sources,
    ...(found.definition ? { definition: found.definition } : {}),
    ...(found.checked && !hasErrors(diagnostics) ? { checked: found.checked } : {}),
  };
}

async function checkLoaded(
  loaded: LoadedDefinition,
  host: CompilerHost,
  { overrides = [], pilot }: CheckOptions,
  sources: Sources,
) {
  const [overridden, overrideProblems] = applyOverrides(loaded.value, overrides, sources);
  const { value, flags } = overridden;
  const spans: SpanTable = new Map([...loaded.spans, ...overridden.spans]);
  const schemaProblems = checkSchema(value, spans);
  const early = [...overrideProblems, ...schemaProblems];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { diagnostics: early };

  const settled = settleTiers(value as Readonly<Record<string, unknown>>, pilot, spans);
  const spoiled = new Set(spoiledSettings(schemaProblems));
  // Tiers of a pilot that could not be written out: rules know lists alone.
  if (!Array.isArray(settled.value.tiers)) spoiled.add('tiers');
  const filled = fillDefaults(settled.value, (at) => originOf(at, flags, spans, settled.rule));
  const sound = Object.fromEntries(Object.entries(filled.value).filter(([key]) => !spoiled.has(key)));
  const allow = spoiled.has('allow') ? {} : ((sound.allow ?? {}) as Readonly<Record<string, string>>);
  const look = async (local: boolean) => {
    const request = { file: loaded.file, definition: sound, spans, host, sources, local };
    const [facts, factProblems] = await gatherFacts({ ...request, functions: loaded.shapes });
    const ruleProblems = checkRules({
      definition: sound,
      spoiled,
      spans,
      facts,
      host,
      isWritten: (at) => valueAt(settled.value, at) !== undefined,
      isFlag: (at) => filled.origins.get(printPath(at))?.from === 'flag',
    });
    const findings = allowFindings(ruleProblems, allow, spans);
    return { facts, found: [...early, ...settled.problems, ...factProblems, ...findings] };
  };
  // Nobody waits for the network to learn of a mistake that needed none.
  const datasets = Object.values((sound.datasets ?? {}) as Readonly<Record<string, DatasetDefinition>>);
  const remote = datasets.some((dataset) => host.asksNetwork?.(dataset) === true);
  const first = await look(remote);
  const { facts, found } = remote && !hasErrors(first.found) ? await look(false) : first;
  if (hasErrors(schemaProblems)) return { diagnostics: found };
  // Weights are large: they are read when nothing else is wrong.
  const [weightsDigest, unfit] = hasErrors(found) ? [undefined, []] : await digestWeights(facts, spans);
  const diagnostics = [...found, ...unfit];
  const checked: CheckedDefinition = {
    file: loaded.file,
    definition: filled.value as unknown as FilledDefinition,
    origins: filled.origins,
    facts,
    awaitsPilot: settled.awaited,
    ...(weightsDigest !== undefined ? { weightsDigest } : {}),
  };
  return { diagnostics, definition: value as Definition, checked };
}

async function digestWeights({ weights }: Facts, spans: SpanTable): Promise<Phase<string>> {
  if (!weights) return [undefined, []];
  const [digest, problems] = await weights.digest();
  const span = findSpan(spans, ['policy', 'model']);
  const place = { path: 'policy.model', ...(span ? { span } : {}) };
  return [digest, problems.map((problem) => ({ ...problem, ...place }))];
}

function originOf(
  path: Path,
  flags: ReadonlyMap<string, string>,
  spans: SpanTable,
  budgets: string | undefined,
): Origin {
  if (budgets !== undefined && path[0] === 'tiers' && path[2] === 'budget')
    return { from: 'derived', rule: budgets };
  for (let length = path.length; length > 0; length--) {
    const flag = flags.get(printPath(path.slice(0, length)));
    if (flag !== undefined) return { from: 'flag', flag };
  }
  const span = findSpan(spans, path);
  if (!span) return { from: 'derived', rule: 'the definition' };
  return { from: 'definition', file: span.file, line: span.line, column: span.column };
}

/** Top-level settings of the wrong form: a rule must not stumble over what the schema check has already told. */
const spoiledSettings = (problems: readonly Diagnostic[]): ReadonlySet<string> =>
  new Set(
    problems
      .filter((problem) => problem.code !== 'schema/unknown-key')
      .map((problem) => String(parsePath(problem.path ?? '')?.[0])),
  );

/** Drops TypeScript's errors at places where the compiler itself has a clearer word: at a value or its key. */
function withoutEchoes(
  loadProblems: readonly Diagnostic[],
  others: readonly Diagnostic[],
  spans: SpanTable,
): Diagnostic[] {
  const clearer = others
    .filter((other) => other.severity === 'error')
    .flatMap((other) => [other.span, spans.get(other.path ?? '')?.key])
    .filter((span) => span !== undefined);
  return loadProblems.filter(
    (problem) =>
      problem.code !== 'typescript/type-error' || !clearer.some((span) => touches(problem.span, span)),
  );
}

function touches(a: Span | undefined, b: Span): boolean {
  if (!a || a.file !== b.file) return false;
  const before = (line: number, column: number, other: Span): boolean =>
    line < other.line || (line === other.line && column <= other.column);
  return !before(a.endLine, a.endColumn, b) && !before(b.endLine, b.endColumn, a);
}

const LARGEST_SOURCE = 1 << 22;

/** Adds the texts of small files, such as datasets, that diagnostics point into. */
function addSources(diagnostics: readonly Diagnostic[], sources: Sources): void {
  for (const { span } of diagnostics) {
    if (!span || sources.has(span.file)) continue;
    try {
      if (statSync(span.file).size <= LARGEST_SOURCE) sources.set(span.file, readFileSync(span.file, 'utf8'));
    } catch {
      // The diagnostic itself says what is wrong with the file.
    }
  }
}
