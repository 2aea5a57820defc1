// Numbers from outside: what a program of the user's says of responses or of their tokens.
import type { Expression, SignalLevel } from './expression.js';
import { partsOf } from './parts.js';

/** The member of a row, or of a token, through which a shape reads a signal. */
export const signalMember = { response: 'signals', token: 'tokenSignals' } as const satisfies Readonly<
  Record<SignalLevel, string>
>;

export interface SignalRead {
  readonly name: string;
  readonly per: SignalLevel;
}

/** The signals that expressions read, each once, by name. */
export function signalsOf(...expressions: readonly Expression[]): readonly SignalRead[] {
  const found = new Map<string, SignalRead>();
  const visit = (part: Expression): void => {
    if (part.kind === 'signal') found.set(`${part.name} ${part.per}`, { name: part.name, per: part.per });
    partsOf(part).forEach(visit);
  };
  expressions.forEach(visit);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, read]) => read);
}
