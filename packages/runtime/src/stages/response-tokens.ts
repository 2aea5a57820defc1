// The tokens of responses as columns that shapes read: those that carry loss, one response after the other.
import type { ResolvedReinforcement, ResponseTokens, Rollout, SignalValues } from '@allot/spec';
import { countThinkingTokens, type Tokenizer } from '@allot/tasks';
import { lossMask } from './loss-mask.js';
import { onDemand } from './on-demand.js';

type ResponseSettings = ResolvedReinforcement['response'];

/** Behind it a new segment of a response begins, where the definition says nothing else: a blank line. */
const BLANK_LINE = '\n\n';

/** The value of a token by its place among all response tokens, and by its order among those that carry loss. */
type TokenValue = (place: number, order: number) => number;

export function responseTokens(
  response: ResponseSettings,
  rollouts: readonly Rollout[],
  tokenizer: Tokenizer,
  grades: readonly { readonly signals?: SignalValues }[] = [],
): ResponseTokens {
  const column = (valuesOf: (rollout: Rollout, row: number) => TokenValue): Float64Array =>
    Float64Array.from(
      rollouts.flatMap((rollout, row) => {
        const value = valuesOf(rollout, row);
        return lossPlaces(rollout, response).map(value);
      }),
    );
  return onDemand<ResponseTokens>({
    row: () => Int32Array.from(column((_, row) => () => row)),
    signals: () => signalsOfTokens(grades),
    fields: () =>
      onDemand<ResponseTokens['fields']>({
        index: () => column(() => (_, order) => order),
        segmentIndex: () =>
          column(({ responseTokens: tokens }) => {
            const segments = segmentsOf(tokens, response.segmentBreak ?? BLANK_LINE, tokenizer);
            return (place) => segments[place] as number;
          }),
        logProbability: () =>
          column(
            ({ logProbabilities }) =>
              (place) =>
                logProbabilities[place] as number,
          ),
        thinking: () =>
          column(({ responseTokens: tokens }) => {
            const closed = countThinkingTokens(tokens, response.reasoningClose, tokenizer);
            return (place) => (place < closed ? 1 : 0);
          }),
      }),
  });
}

/** Signals with one number a token. */
function signalsOfTokens(
  grades: readonly { readonly signals?: SignalValues }[],
): Readonly<Record<string, Float64Array>> {
  const names = Object.entries(grades[0]?.signals ?? {}).filter(([, value]) => typeof value !== 'number');
  return Object.fromEntries(
    names.map(([name]) => [
      name,
      Float64Array.from(grades.flatMap(({ signals }) => Array.from(signals?.[name] as Float32Array))),
    ]),
  );
}

/** Places of the response tokens that carry loss. */
export const lossPlaces = (
  { tokenOrigins }: Pick<Rollout, 'tokenOrigins'>,
  response: ResponseSettings,
): readonly number[] =>
  Array.from(lossMask(tokenOrigins, response)).flatMap((carries, place) => (carries ? [place] : []));

/** The segment of every response token: the one behind a `segmentBreak` begins the next. */
export function segmentsOf(
  tokens: ArrayLike<number>,
  segmentBreak: string,
  tokenizer: Pick<Tokenizer, 'decode'>,
): Int32Array {
  let segment = 0;
  let text = '';
  return Int32Array.from(tokens, (token) => {
    const own = segment;
    text += tokenizer.decode([token]);
    if (text.includes(segmentBreak)) {
      segment++;
      text = '';
    }
    return own;
  });
}
