// Looks at the model, tokenizer and datasets of a definition through the host; problems become diagnostics.

import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { DecoderConfig } from '@allot/graph';
import type { CompilerHost, Diagnostic, Phase } from '@allot/spec';
import { report } from '../diagnostics/report.js';
import { adviseName } from '../diagnostics/suggest.js';
import { displayName } from '../load/sources.js';
import { findSpan, type SpanTable } from '../load/spans.js';
import { type Path, printPath } from '../path.js';
import { isOperationsRange } from '../rules/operations-range.js';
import type { FilledDefinition, FilledReinforcement } from '../schema/filled-definition.js';
import { checkConfig, checkTensors } from './check-model.js';
import { decoderConfig } from './decoder-config.js';
import type { Facts } from './facts.js';
import { gatherPrompt } from './gather-prompt.js';
import { gatherShapes, type ShapeRequest } from './gather-shapes.js';
import { gatherVerifier } from './gather-verifier.js';

export interface FactRequest {
  /** Absolute path of the definition. */
  readonly file: string;
  /** Settings that have no schema errors. */
  readonly definition: Partial<
    Pick<FilledDefinition, 'policy' | 'datasets' | 'evaluation' | 'response' | 'grading'>
  > &
    Partial<Pick<FilledReinforcement, 'prompt' | 'tiers'>> & {
      readonly training?: { readonly dataset?: string };
    } & ShapeRequest['definition'];
  readonly spans: SpanTable;
  readonly host: CompilerHost;
  readonly functions: ShapeRequest['functions'];
  readonly sources: ShapeRequest['sources'];
  /** Whether datasets that the network would be asked for are left out. */
  readonly local: boolean;
}

/** What could be found, and what is wrong with the rest. */
export async function gatherFacts(request: FactRequest): Promise<readonly [Facts, readonly Diagnostic[]]> {
  const policy = await gatherPolicy(request);
  const [prompt, promptProblems] = await gatherPrompt(request, policy.facts);
  const datasets = await gatherDatasets(request, policy.facts.tokenizer);
  const overlap = await gatherOverlap(request, datasets);
  const [shapes, shapeProblems] = await gatherShapes(request);
  const [verifier, broken] = await gatherVerifier(request);
  return [
    {
      ...policy.facts,
      ...(verifier ? { verifierDigest: verifier } : {}),
      ...(prompt ? { prompt } : {}),
      shapes,
      ...(overlap ? { overlap } : {}),
      datasets: datasets.inspections,
      sources: { ...policy.facts.sources, datasets: datasets.files },
    },
    [...policy.diagnostics, ...promptProblems, ...datasets.diagnostics, ...shapeProblems, ...broken],
  ];
}

type PolicyFacts = Omit<
  Facts,
  'datasets' | 'overlap' | 'shapes' | 'sources' | 'prompt' | 'verifierDigest'
> & {
  readonly sources: Omit<Facts['sources'], 'datasets'>;
};

async function gatherPolicy(request: FactRequest) {
  const { policy } = request.definition;
  if (!policy) return { facts: { sources: {} } as PolicyFacts, diagnostics: [] };
  return 'model' in policy
    ? gatherPretrained(request, policy.model)
    : gatherNew(request, policy.architecture, policy.tokenizer);
}

async function gatherPretrained(request: FactRequest, reference: string) {
  const at: Path = ['policy', 'model'];
  const [folder, unknown] = locate(request, at, reference, 'model folder');
  if (folder === undefined) return { facts: { sources: {} } as PolicyFacts, diagnostics: unknown };
  const [model, problems] = await request.host.inspectModel(folder);
  const diagnostics = problems.map((problem) => placed(problem, request, at));
  if (!model) return { facts: { sources: { model: folder } } as PolicyFacts, diagnostics };
  const [decoder, unsupported] = await checkConfig(model.config, place(request, at));
  const [weights, malformed] = decoder ? await model.weights() : [undefined, []];
  const misfits = decoder && weights ? await checkTensors(decoder, weights.tensors, place(request, at)) : [];
  const tokenizerFile = resolve(model.tokenizerFile);
  const [tokenizer, tokenizerProblems] = await request.host.inspectTokenizer(tokenizerFile);
  const facts: PolicyFacts = {
    ...(weights ? { weights } : {}),
    config: model.config,
    ...(await sizeOf(decoder)),
    ...(tokenizer ? { tokenizer } : {}),
    sources: { model: folder, tokenizer: tokenizerFile },
  };
  return {
    facts,
    diagnostics: [
      ...diagnostics,
      ...unsupported,
      ...misfits,
      ...[...malformed, ...tokenizerProblems].map((problem) => placed(problem, request, at)),
    ],
  };
}

async function gatherNew(
  request: FactRequest,
  architecture: Parameters<typeof decoderConfig>[0],
  reference: string,
) {
  const at: Path = ['policy', 'tokenizer'];
  const [file, unknown] = locate(request, at, reference, 'tokenizer.json');
  if (file === undefined) return { facts: { sources: {} } as PolicyFacts, diagnostics: unknown };
  const [tokenizer, problems] = await request.host.inspectTokenizer(file);
  const diagnostics = problems.map((problem) => placed(problem, request, at));
  const sources = { tokenizer: file };
  if (!tokenizer) return { facts: { sources } as PolicyFacts, diagnostics };
  const config = decoderConfig(architecture, tokenizer);
  const { parseDecoderConfig } = await import('@allot/graph');
  // What the architecture gets wrong has rules of its own.
  const decoder = parseDecoderConfig(config).config;
  return { facts: { config, tokenizer, sources, ...(await sizeOf(decoder)) } as PolicyFacts, diagnostics };
}

async function sizeOf(decoder: DecoderConfig | undefined): Promise<Pick<Facts, 'decoder' | 'parameters'>> {
  if (!decoder) return {};
  const { countDecoderParameters } = await import('@allot/graph');
  return { decoder, parameters: countDecoderParameters(decoder) };
}

async function gatherDatasets(request: FactRequest, tokenizer: Facts['tokenizer']) {
  const inspections: Record<string, Facts['datasets'][string]> = Object.create(null);
  const files: Record<string, readonly string[]> = Object.create(null);
  const diagnostics: Diagnostic[] = [];
  for (const [name, definition] of Object.entries(request.definition.datasets ?? {})) {
    const at: Path = 'path' in definition ? ['datasets', name, 'path'] : ['datasets', name];
    // What is wrong with a range of operations has a rule of its own.
    if (definition.kind === 'arithmetic' && !isOperationsRange(definition.operations)) continue;
    if (request.local && request.host.asksNetwork?.(definition)) continue;
    const [located, missing] = await request.host.locateDataset(definition, dirname(request.file));
    diagnostics.push(...missing.map((problem) => placed(problem, request, ['datasets', name])));
    if (!located) continue;
    const absent = located.find((file) => !existsSync(file));
    if (absent !== undefined) {
      diagnostics.push(report('dataset/not-found', { file: displayName(absent) }, place(request, at)));
      continue;
    }
    if (located.length > 0) files[name] = located;
    const [inspection, problems] = await request.host.inspectDataset(definition, located, tokenizer);
    if (inspection) inspections[name] = inspection;
    diagnostics.push(...problems.map((problem) => placed(problem, request, at)));
  }
  return { inspections, files, diagnostics };
}

/** Generated datasets have a rule of their own, and so have two that are one file. */
async function gatherOverlap(
  { definition: { datasets = {}, training, evaluation }, host }: FactRequest,
  { inspections, files }: Awaited<ReturnType<typeof gatherDatasets>>,
): Promise<Facts['overlap']> {
  const [trained, evaluated] = [training?.dataset, evaluation?.dataset];
  if (trained === undefined || evaluated === undefined || trained === evaluated) return undefined;
  const [first, second] = [datasets[trained], datasets[evaluated]];
  if (!first || !second || !inspections[trained] || !inspections[evaluated]) return undefined;
  if (first.kind === 'arithmetic' && second.kind === 'arithmetic') return undefined;
  return host.findOverlap(
    { definition: first, files: files[trained] ?? [] },
    { definition: second, files: files[evaluated] ?? [] },
  );
}

/** Absolute path of a model folder or tokenizer file that exists. */
function locate(request: FactRequest, at: Path, reference: string, what: string): Phase<string> {
  if (reference.startsWith('allot:')) {
    const found = request.host.resolveBundled(reference);
    if (found !== undefined) return [found, []];
    const advice = adviseName(reference, ['allot:tiny-base', 'allot:arithmetic']);
    return [undefined, [report('policy/unknown-bundled', { reference, advice }, place(request, at))]];
  }
  const path = absolute(request.file, reference);
  if (existsSync(path)) return [path, []];
  return [undefined, [report('policy/not-found', { what, place: displayName(path) }, place(request, at))]];
}

const absolute = (definition: string, path: string): string =>
  isAbsolute(path) ? path : join(dirname(definition), path);

function place({ spans }: FactRequest, path: Path): Pick<Diagnostic, 'path' | 'span'> {
  const span = findSpan(spans, path);
  return { path: printPath(path), ...(span ? { span } : {}) };
}

/** A host's diagnostic, tied to where the definition names the thing. */
function placed(problem: Diagnostic, request: FactRequest, at: Path): Diagnostic {
  const here = place(request, at);
  if (!problem.span) return { ...problem, ...here };
  const span = { ...problem.span, file: displayName(problem.span.file) };
  const related = here.span
    ? [...(problem.related ?? []), { span: here.span, message: 'named here' }]
    : problem.related;
  return { path: here.path as string, ...problem, span, ...(related ? { related } : {}) };
}
