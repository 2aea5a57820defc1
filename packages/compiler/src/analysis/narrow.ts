// What a test says about the values that it reads, on the rows where it holds or fails.
import { type Expression, fieldTable } from '@allot/spec';
import type { Domain } from './domain.js';
import { type Interval, interval, isPoint, truthOf } from './interval.js';

/** The interval of an expression in a domain. */
type IntervalOf = (expression: Expression, domain: Domain) => Interval;

type Binary = Extract<Expression, { kind: 'binary' }>;

/** The domain where the test holds, or where it does not; undefined where no row is left. */
export function narrow(
  domain: Domain,
  test: Expression,
  holds: boolean,
  intervalOf: IntervalOf,
): Domain | undefined {
  switch (test.kind) {
    case 'field':
    case 'local':
      return restrict(domain, test, (value) => (holds ? withoutZero(test, value) : onlyZero(value)));
    case 'unary':
      return test.operator === '!' ? narrow(domain, test.operand, !holds, intervalOf) : domain;
    case 'binary':
      return narrowBinary(domain, test, holds, intervalOf);
    case 'number':
    case 'parameter':
    case 'state':
    case 'signal':
    case 'call':
    case 'conditional':
    case 'let':
    case 'reduce':
      return domain;
  }
}

function narrowBinary(
  domain: Domain,
  test: Binary,
  holds: boolean,
  intervalOf: IntervalOf,
): Domain | undefined {
  const { operator, left, right } = test;
  if (operator === '&&' || operator === '||') {
    if (holds === (operator === '&&')) {
      const first = narrow(domain, left, holds, intervalOf);
      return first && narrow(first, right, holds, intervalOf);
    }
    // One side decides alone where the other is settled.
    if (truthOf(intervalOf(left, domain)) === (holds ? 'false' : 'true'))
      return narrow(domain, right, holds, intervalOf);
    if (truthOf(intervalOf(right, domain)) === (holds ? 'false' : 'true'))
      return narrow(domain, left, holds, intervalOf);
    return domain;
  }
  const relation = relations[operator];
  if (!relation) return domain;
  const [a, b] = [intervalOf(left, domain), intervalOf(right, domain)];
  // A comparison with NaN fails without saying anything.
  if (!holds && (a.nan || b.nan)) return domain;
  const { own, mirrored } = relation[holds ? 'holds' : 'fails'];
  const first = bound(domain, left, own, b);
  return first && bound(first, right, mirrored, a);
}

type Relation = '<' | '<=' | '>' | '>=' | '==';
interface Sides {
  readonly own: Relation | undefined;
  readonly mirrored: Relation | undefined;
}
const sides = (own?: Relation, mirrored?: Relation): Sides => ({ own, mirrored });
const relations: Readonly<Record<string, { readonly holds: Sides; readonly fails: Sides }>> = {
  '<': { holds: sides('<', '>'), fails: sides('>=', '<=') },
  '<=': { holds: sides('<=', '>='), fails: sides('>', '<') },
  '>': { holds: sides('>', '<'), fails: sides('<=', '>=') },
  '>=': { holds: sides('>=', '<='), fails: sides('<', '>') },
  '==': { holds: sides('==', '=='), fails: sides() },
  '!=': { holds: sides(), fails: sides('==', '==') },
};

/** Where `part` is a field or a local, keeps the values that stand in the relation to some value of `other`. */
function bound(
  domain: Domain,
  part: Expression,
  relation: Relation | undefined,
  other: Interval,
): Domain | undefined {
  if (!relation || (part.kind !== 'field' && part.kind !== 'local')) return domain;
  const whole = part.kind === 'field' && fieldTable[part.name].whole === true;
  const below = relation === '<' && whole ? Math.ceil(other.most) - 1 : other.most;
  const above = relation === '>' && whole ? Math.floor(other.least) + 1 : other.least;
  return restrict(domain, part, (value) =>
    interval(
      relation === '<' || relation === '<=' ? value.least : Math.max(value.least, above),
      relation === '>' || relation === '>=' ? value.most : Math.min(value.most, below),
    ),
  );
}

function restrict(
  domain: Domain,
  part: Extract<Expression, { kind: 'field' | 'local' }>,
  change: (value: Interval) => Interval,
): Domain | undefined {
  const kind = part.kind === 'field' ? 'fields' : 'locals';
  const before = (domain[kind] as Readonly<Record<string, Interval>>)[part.name] as Interval;
  const value = change(before);
  if (value.least > value.most && !value.nan) return undefined;
  // Whoever stands in a scope is not bound by what holds of this row.
  const members = domain.members ?? domain;
  return { ...domain, members, [kind]: { ...domain[kind], [part.name]: value } };
}

const onlyZero = (value: Interval): Interval =>
  value.least <= 0 && value.most >= 0 ? interval(0, 0, value.nan) : interval(1, 0, value.nan);

function withoutZero(part: Expression, { least, most }: Interval): Interval {
  const whole = part.kind === 'field' && fieldTable[part.name].whole === true;
  if (isPoint(interval(least, most)) && least === 0) return interval(1, 0);
  return whole && least === 0 ? interval(1, most) : interval(least, most);
}
