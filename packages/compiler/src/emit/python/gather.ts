// Gathers what a module needs while its expression is written: helpers, parameters, scopes, assignments.
import { type AnyScope, fieldTable } from '@allot/spec';
import { type HelperName, helperNames } from './helpers.js';
import { cellName, ROW_OF_TOKEN, type ShapeInputs, signalName } from './inputs.js';
import { type Code, flat, list, prefix } from './layout.js';
import { createNames, snakeCase } from './names.js';
import { atom, literal } from './piece.js';
import type { Surroundings } from './surroundings.js';

export interface Gathered {
  readonly helpers: ReadonlySet<HelperName>;
  /** `beta=4.0` */
  readonly defaults: readonly string[];
  readonly scopes: readonly Code[];
  readonly statements: readonly Code[];
}

const variables: Readonly<Record<AnyScope, string>> = {
  group: 'groups',
  tier: 'tiers',
  batch: 'batch',
  response: 'responses',
  segment: 'segments',
  position: 'positions',
};
const withoutItself = (variable: string): string => `${variable}_without_itself`;

/** `gathered` holds everything once the expression is written with the surroundings. */
export function gather({ keywords, ofRows }: ShapeInputs): {
  readonly around: Surroundings;
  readonly gathered: () => Gathered;
} {
  const scopeNames = Object.values(variables);
  const names = createNames([...keywords, ...helperNames, ...scopeNames, ...scopeNames.map(withoutItself)]);
  const helpers = new Set<HelperName>();
  const parameters = new Map<string, { readonly name: string; readonly value: number }>();
  const scopes = new Map<string, Code>();
  const statements = new Map<string, { readonly name: string; readonly code: Code }>();

  const helper = (name: HelperName): string => {
    helpers.add(name);
    return name;
  };
  const define = (variable: string, name: HelperName, keys: readonly string[]): string => {
    scopes.set(variable, prefix(`${variable} = `, list(`${helper(name)}(`, keys, ')')));
    return variable;
  };
  const columns = ofRows[0] === 'rows' ? ['np.zeros(rows)'] : ofRows;
  const whole = (scope: AnyScope): string => {
    const variable = variables[scope];
    switch (scope) {
      case 'group':
        return define(variable, 'scope_of', ['group']);
      case 'tier':
        return define(variable, 'scope_of', ['group', 'tier']);
      case 'batch':
        return define(variable, 'batch_of', columns);
      case 'response':
        return define(variable, 'responses_of', [ROW_OF_TOKEN, ...columns]);
      case 'segment':
        return define(variable, 'scope_of', [ROW_OF_TOKEN, 'segment_index']);
      case 'position':
        return define(variable, 'scope_of', [`np.asarray(group)[${ROW_OF_TOKEN}]`, 'index']);
    }
  };
  const assign = (name: string, code: Code): string => {
    const known = statements.get(flat(code)) ?? { name: names.take(name), code };
    statements.set(flat(code), known);
    return known.name;
  };
  const around: Surroundings = {
    helper,
    scope: (scope, alone) => {
      const variable = whole(scope);
      return alone ? define(withoutItself(variable), 'without_itself', [variable]) : variable;
    },
    parameter: (name, value) => {
      const known = parameters.get(`${name} ${value}`) ?? { name: names.take(name), value };
      parameters.set(`${name} ${value}`, known);
      return known.name;
    },
    field: (name) => atom(snakeCase(name), fieldTable[name].type === 'flag' ? 'flag' : 'column'),
    cell: (name) => atom(cellName(name), 'column'),
    signal: (name, per) => atom(signalName({ name, per }), 'column'),
    assign,
    spread: (piece, name) => {
      if (piece.type === 'constant') return piece;
      const code = list(`${helper('spread')}(`, [piece.code, ROW_OF_TOKEN], ')');
      return atom(assign(`${name}_of_token`, code), piece.type);
    },
  };
  return {
    around,
    gathered: () => ({
      helpers,
      defaults: [...parameters.values()].map(({ name, value }) => `${name}=${flat(literal(value).code)}`),
      scopes: [...scopeNames, ...scopeNames.map(withoutItself)].flatMap((name) => scopes.get(name) ?? []),
      statements: [...statements.values()].map(({ name, code }) => prefix(`${name} = `, code)),
    }),
  };
}
