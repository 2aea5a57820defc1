// Has the host render the prompts of a definition that says how they are made.
import type { Diagnostic, PromptInspection } from '@allot/spec';
import { findSpan } from '../load/spans.js';
import { parsePath } from '../path.js';
import { statedPrefill } from '../rules/prefill-text.js';
import type { Facts } from './facts.js';
import type { FactRequest } from './gather-facts.js';

/** Nothing where the definition leaves prompts as they are, or where there is no tokenizer to make them for. */
export async function gatherPrompt(
  { definition: { prompt, response, tiers = [] }, host, spans }: FactRequest,
  {
    tokenizer,
    sources,
  }: Pick<Facts, 'tokenizer'> & { readonly sources: Pick<Facts['sources'], 'tokenizer'> },
): Promise<readonly [PromptInspection | undefined, readonly Diagnostic[]]> {
  if (!prompt || !response || !tokenizer || sources.tokenizer === undefined) return [undefined, []];
  const text = (template: string | undefined, budget: number): string =>
    statedPrefill(template ?? '', budget);
  const [inspection, diagnostics] = await host.inspectPrompt({
    tokenizer: sources.tokenizer,
    prompt,
    response,
    frames: tiers.map(({ system, promptSuffix, budget }) => ({
      system: text(system, budget),
      promptSuffix: text(promptSuffix, budget),
    })),
  });
  return [
    inspection,
    diagnostics.map((problem) => {
      const span = findSpan(spans, parsePath(problem.path ?? '') ?? ['prompt']);
      return { ...problem, ...(span ? { span } : {}) };
    }),
  ];
}
