// Puts known values into an expression and works out what follows: what is left gives the same values.
import { type Expression, evaluateShape, holds, somePart } from '@allot/spec';

/** Values by field, or by what the expression leaves open. */
export type KnownFields = Readonly<Record<string, number>>;

const number = (value: number): Expression => ({ kind: 'number', value });
const known_ = (value: number | undefined): Expression | undefined =>
  value === undefined ? undefined : number(value);
const constant = (part: Expression): part is Extract<Expression, { kind: 'number' | 'parameter' }> =>
  part.kind === 'number' || part.kind === 'parameter';
const oneRow = { length: 1, fields: {} };

/** Statistics over other rows are left as they are: what is known of this row need not hold for its siblings. */
export function specialise(
  expression: Expression,
  known: KnownFields,
  locals: ReadonlyMap<string, Expression> = new Map(),
): Expression {
  const inside = (part: Expression): Expression => specialise(part, known, locals);
  const folded = (part: Expression, operands: readonly Expression[]): Expression =>
    operands.every(constant) ? number(evaluateShape(part, oneRow)[0] as number) : part;
  switch (expression.kind) {
    case 'field': {
      return known_(known[expression.name]) ?? expression;
    }
    case 'local':
      return locals.get(expression.name) ?? known_(known[expression.name]) ?? expression;
    case 'unary': {
      const operand = inside(expression.operand);
      return folded({ ...expression, operand }, [operand]);
    }
    case 'binary': {
      const left = inside(expression.left);
      const { operator } = expression;
      if ((operator === '&&' || operator === '||') && constant(left))
        return holds(left.value) === (operator === '&&') ? inside(expression.right) : left;
      const right = inside(expression.right);
      return folded({ ...expression, left, right }, [left, right]);
    }
    case 'call': {
      const operands = expression.arguments.map(inside);
      return folded({ ...expression, arguments: operands }, operands);
    }
    case 'conditional': {
      const test = inside(expression.test);
      if (constant(test)) return inside(holds(test.value) ? expression.consequent : expression.alternative);
      const [consequent, alternative] = [inside(expression.consequent), inside(expression.alternative)];
      return { ...expression, test, consequent, alternative };
    }
    case 'let': {
      const value = inside(expression.value);
      if (!constant(value)) return { ...expression, value, body: inside(expression.body) };
      const body = specialise(expression.body, known, new Map([...locals, [expression.name, value]]));
      return somePart(body, ({ kind }) => kind === 'reduce') ? { ...expression, value, body } : body;
    }
    case 'number':
    case 'parameter':
    case 'state':
    case 'signal':
    case 'reduce':
      return expression;
  }
}
