// Where each part of an expression stands: under which names, and which tests lead to it.
import { type Expression, partsOf, shape } from '@allot/spec';

export interface Site {
  readonly part: Expression;
  /** Names in scope, outermost first. */
  readonly names: readonly (readonly [name: string, value: Expression])[];
  /** What holds on every row that reaches the part. */
  readonly tests: readonly Expression[];
}

/** Every part, outermost first. */
export function sitesOf(expression: Expression): Site[] {
  const sites: Site[] = [];
  const visit = (site: Site): void => {
    sites.push(site);
    const { part, names, tests } = site;
    const inside = (next: Expression, ...more: readonly Expression[]): void =>
      visit({ part: next, names, tests: [...tests, ...more] });
    switch (part.kind) {
      case 'conditional':
        inside(part.test);
        inside(part.consequent, part.test);
        inside(part.alternative, shape.not(part.test));
        return;
      case 'binary':
        inside(part.left);
        if (part.operator === '&&') inside(part.right, part.left);
        else if (part.operator === '||') inside(part.right, shape.not(part.left));
        else inside(part.right);
        return;
      case 'let':
        inside(part.value);
        visit({ part: part.body, names: [...names, [part.name, part.value]], tests });
        return;
      case 'reduce':
        // A statistic looks at every row of its scope, whatever led to it.
        if (part.where) visit({ part: part.where, names, tests: [] });
        visit({ part: part.of, names, tests: part.where ? [part.where] : [] });
        return;
      case 'number':
      case 'parameter':
      case 'field':
      case 'state':
      case 'signal':
      case 'local':
      case 'unary':
      case 'call':
        for (const next of partsOf(part)) inside(next);
    }
  };
  visit({ part: expression, names: [], tests: [] });
  return sites;
}

/** An expression of its own that means what `part` means at the site. */
export const standalone = ({ names }: Site, part: Expression): Expression =>
  names.reduceRight((body, [name, value]): Expression => ({ kind: 'let', name, value, body }), part);

/** 1 on rows that reach the site. */
export const reaching = (site: Site): Expression =>
  standalone(
    site,
    site.tests.reduce<Expression>(
      (all, test) => shape.binary(all, '&&', shape.not(shape.not(test))),
      shape.number(1),
    ),
  );
