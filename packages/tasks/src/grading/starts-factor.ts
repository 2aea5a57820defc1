// Which tokens a factor can begin with, so that it is multiplied without a sign before it.
import { functionNames } from './math-tokens.js';
import type { TokenCursor } from './token-cursor.js';

/** Commands that are letters or signs with a meaning of their own. */
export const symbolCommands: ReadonlySet<string> = new Set(
  (
    'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega ' +
    'Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega hbar ell mho angle triangle infty emptyset varnothing imath'
  ).split(' '),
);

/** Whether a factor begins here that is multiplied without a sign. */
export function startsFactor(cursor: TokenCursor): boolean {
  const token = cursor.peek();
  if (!token) return false;
  switch (token.kind) {
    case 'number':
    case 'letter':
      return true;
    case 'text':
      return false;
    case 'mark':
      return (
        token.text === '(' ||
        token.text === '[' ||
        token.text === '{' ||
        (token.text === '|' && cursor.bars === 0)
      );
    case 'command':
      return (
        functionNames.has(token.text) ||
        symbolCommands.has(token.text) ||
        'frac sqrt binom lfloor lceil begin mathbb mathcal dot ddot tilde boxed usd eur gbp'
          .split(' ')
          .includes(token.text) ||
        (token.text === 'vert' && cursor.bars === 0)
      );
  }
}
