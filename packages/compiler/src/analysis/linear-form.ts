// A value as a sum of multiples of its parts, and a constant.
import { canonicalJson, type Expression } from '@allot/spec';

export interface LinearForm {
  /** By the part's text: the part, and how often it is in the sum. */
  readonly terms: ReadonlyMap<string, { readonly part: Expression; readonly times: number }>;
  /** Least and greatest constant: rounding to whole numbers moves it. */
  readonly constant: readonly [number, number];
}

/** How far a function that rounds moves a value. */
const roundings: Readonly<Record<string, readonly [number, number]>> = {
  floor: [-1, 0],
  ceil: [0, 1],
  round: [-0.5, 0.5],
};

/** `names`: what locals stand for. */
export function linearForm(expression: Expression, names: ReadonlyMap<string, Expression>): LinearForm {
  const inside = (part: Expression): LinearForm => linearForm(part, names);
  const atom = (part: Expression): LinearForm => ({
    terms: new Map([[canonicalJson(part), { part, times: 1 }]]),
    constant: [0, 0],
  });
  switch (expression.kind) {
    case 'number':
    case 'parameter':
      return { terms: new Map(), constant: [expression.value, expression.value] };
    case 'local': {
      const value = names.get(expression.name);
      return value ? inside(value) : atom(expression);
    }
    case 'unary':
      return expression.operator === '-' ? scale(inside(expression.operand), -1) : atom(expression);
    case 'call': {
      const moved = roundings[expression.function];
      const [operand] = expression.arguments;
      if (!moved || !operand) return atom(expression);
      return add(inside(operand), { terms: new Map(), constant: moved });
    }
    case 'binary': {
      const { operator } = expression;
      if (operator !== '+' && operator !== '-' && operator !== '*' && operator !== '/')
        return atom(expression);
      const [left, right] = [inside(expression.left), inside(expression.right)];
      if (operator === '+') return add(left, right);
      if (operator === '-') return add(left, scale(right, -1));
      const [a, b] = [constantOf(left), constantOf(right)];
      if (operator === '/') return b ? scale(left, 1 / b) : atom(expression);
      if (b !== undefined) return scale(left, b);
      return a !== undefined ? scale(right, a) : atom(expression);
    }
    case 'field':
    case 'state':
    case 'signal':
    case 'conditional':
    case 'let':
    case 'reduce':
      return atom(expression);
  }
}

/** The number that a form is, where it is one. */
export const constantOf = ({ terms, constant: [low, high] }: LinearForm): number | undefined =>
  terms.size === 0 && low === high ? low : undefined;

export function scale({ terms, constant: [low, high] }: LinearForm, by: number): LinearForm {
  const ends = [low * by, high * by] as const;
  return {
    terms: new Map([...terms].map(([text, { part, times }]) => [text, { part, times: times * by }])),
    constant: [Math.min(...ends), Math.max(...ends)],
  };
}

export function add(a: LinearForm, b: LinearForm): LinearForm {
  const terms = new Map(a.terms);
  for (const [text, { part, times }] of b.terms)
    terms.set(text, { part, times: times + (terms.get(text)?.times ?? 0) });
  return {
    terms: new Map([...terms].filter(([, { times }]) => times !== 0)),
    constant: [a.constant[0] + b.constant[0], a.constant[1] + b.constant[1]],
  };
}
