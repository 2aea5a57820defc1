// Compiles an environment to the table of tokens that engines apply.
import type { EnvironmentDefinition, Phase, TokenOverrideTable } from '@allot/spec';
import { report } from './catalog.js';
import type { Tokenizer } from './tokenizer/tokenizer.js';

const digits: readonly string[] = Array.from({ length: 10 }, (_, digit) => String(digit));

/**
 * The shaky scratchpad: a digit sampled right after `=` or `?` becomes (d + 1) mod 10 until the reasoning closes.
 * Undefined without diagnostics where there is no environment.
 * Diagnostics: `environment/not-single-tokens`.
 */
export function compileEnvironment(
  environment: EnvironmentDefinition | undefined,
  response: { readonly reasoningClose: string },
  tokenizer: Tokenizer,
): Phase<TokenOverrideTable> {
  if (!environment) return [undefined, []];
  const texts = ['=', '?', response.reasoningClose, ...digits];
  const ids = new Map<string, number>();
  const missing: string[] = [];
  for (const text of texts) {
    const encoded = tokenizer.canEncode(text) ? tokenizer.encode(text) : [];
    if (encoded.length === 1) ids.set(text, encoded[0] as number);
    else missing.push(text);
  }
  if (missing.length > 0)
    return [undefined, [report('environment/not-single-tokens', { texts: missing.join(' ') })]];
  const id = (text: string): number => ids.get(text) as number;
  return [
    {
      after: [id('='), id('?')],
      until: id(response.reasoningClose),
      replace: digits.map((digit, value) => [id(digit), id(digits[(value + 1) % 10] as string)] as const),
      rate: environment.slipRate,
    },
    [],
  ];
}
