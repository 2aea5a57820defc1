// Bodies of functions: constants, early returns and branches become one expression.
import type { Expression } from '@allot/spec';
import { ts } from 'ts-morph';
import { isAssignment, isStep } from './assignment.js';
import { bindPattern } from './bind-pattern.js';
import { report } from './catalog-shape.js';
import { bindAll, type Environment, type FunctionNode } from './environment.js';
import { bindingOf } from './lower-call.js';
import { choose } from './lower-operators.js';
import { failed, foldConstant, isTrivial, type Lowered, namedConstant } from './lowered.js';
import type { Lowerer } from './lowerer.js';
import { refuse, refuseAs, refuseOperator } from './refusals.js';
import { settle } from './settle.js';

/** Looks at every value that the function returns. */
export type OnReturn = (node: ts.Expression, value: Lowered) => void;

export function lowerBody(
  node: FunctionNode,
  environment: Environment,
  lowerer: Lowerer,
  onReturn: OnReturn = () => {},
): Lowered {
  const { body } = node;
  if (!body) {
    lowerer.tell(node, report('shape/not-a-function', {}));
    return failed;
  }
  if (!ts.isBlock(body)) {
    const value = lowerer.expression(body, environment);
    onReturn(body, value);
    return value;
  }
  const end = () => {
    lowerer.tell(body.getLastToken() ?? body, report('shape/missing-return', {}));
    return failed;
  };
  return new Body(lowerer, onReturn).statements(body.statements, environment, end);
}

/** The value of the paths that go on behind a statement. */
type Continuation = () => Lowered;

class Body {
  readonly #lowerer: Lowerer;
  readonly #onReturn: OnReturn;

  constructor(lowerer: Lowerer, onReturn: OnReturn) {
    this.#lowerer = lowerer;
    this.#onReturn = onReturn;
  }

  statements(list: readonly ts.Statement[], environment: Environment, end: Continuation): Lowered {
    const [statement, ...rest] = list;
    if (!statement) return end();
    let joined: Lowered | undefined;
    const goOn = (): Lowered => {
      joined ??= this.statements(rest, environment, end);
      return joined;
    };
    const value = this.#statement(statement, rest, environment, end, goOn);
    const unreached = rest.find((next) => !ts.isEmptyStatement(next));
    if (unreached && !joined && leaves(statement))
      this.#lowerer.tell(unreached, report('shape/after-return', {}));
    return value;
  }

  #statement(
    statement: ts.Statement,
    rest: readonly ts.Statement[],
    environment: Environment,
    end: Continuation,
    goOn: Continuation,
  ): Lowered {
    if (ts.isReturnStatement(statement)) return this.#return(statement, environment);
    if (ts.isIfStatement(statement)) return this.#if(statement, environment, goOn);
    if (ts.isBlock(statement)) return this.statements(statement.statements, environment, goOn);
    if (ts.isEmptyStatement(statement)) return goOn();
    if (ts.isVariableStatement(statement)) return this.#constants(statement, rest, environment, end);
    const expression = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    if (expression && ts.isBinaryExpression(expression) && isAssignment(expression.operatorToken.kind))
      refuseOperator(expression.operatorToken, this.#lowerer);
    else refuse(expression && isStep(expression) ? expression : statement, this.#lowerer);
    return goOn();
  }

  #return(statement: ts.ReturnStatement, environment: Environment): Lowered {
    const { expression } = statement;
    if (!expression) {
      this.#lowerer.tell(statement, report('shape/missing-return', {}));
      return failed;
    }
    const value = this.#lowerer.expression(expression, environment);
    this.#onReturn(expression, value);
    return value;
  }

  #if(
    { expression, thenStatement, elseStatement }: ts.IfStatement,
    environment: Environment,
    goOn: Continuation,
  ): Lowered {
    const test = this.#lowerer.expression(expression, environment);
    const consequent = this.statements([thenStatement], environment, goOn);
    const alternative = elseStatement ? this.statements([elseStatement], environment, goOn) : goOn();
    return choose(test, consequent, alternative);
  }

  #constants(
    { declarationList }: ts.VariableStatement,
    rest: readonly ts.Statement[],
    environment: Environment,
    end: Continuation,
  ): Lowered {
    if (!(declarationList.flags & ts.NodeFlags.Const))
      refuseAs(
        declarationList.getFirstToken() as ts.Node,
        `\`${declarationList.getFirstToken()?.getText()}\``,
        'Write `const`; choose between values with `? :`.',
        this.#lowerer,
      );
    let inner = environment;
    const named: { readonly name: string; readonly value: Expression }[] = [];
    for (const { name, initializer } of declarationList.declarations)
      inner = bindAll(inner, this.#bind(name, initializer, inner, named));
    const value = this.statements(rest, inner, end);
    return { ...value, expression: withNames(named, value.expression) };
  }

  #bind(
    name: ts.BindingName,
    initializer: ts.Expression | undefined,
    environment: Environment,
    named: { readonly name: string; readonly value: Expression }[],
  ) {
    const lowerer = this.#lowerer;
    const { row } = environment;
    if (!initializer) return bindPattern(name, { kind: 'value', value: failed, row }, row, lowerer);
    if (!ts.isIdentifier(name) && !isBound(initializer, environment)) {
      const settled = settle(initializer, lowerer.modules);
      if (settled) return bindPattern(name, { kind: 'object', settled, row }, row, lowerer);
    }
    const binding = bindingOf(initializer, environment, lowerer);
    if (binding.kind !== 'value' || !ts.isIdentifier(name)) return bindPattern(name, binding, row, lowerer);
    const value = nameValue(binding.value, name, lowerer, named);
    return bindPattern(name, { ...binding, value }, row, lowerer);
  }
}

/** Whether a name that the function itself declares is taken apart. */
const isBound = (node: ts.Expression, { bindings }: Environment): boolean =>
  ts.isIdentifier(node) && bindings.has(node.text);

/** Gives a value its name: constants become parameters, what is no longer than a name stays as it is. */
export function nameValue(
  value: Lowered,
  name: ts.Identifier,
  lowerer: Lowerer,
  named: { readonly name: string; readonly value: Expression }[],
): Lowered {
  if (value.type === 'unknown') return value;
  if (value.extent === 'constant' && value.expression.kind !== 'parameter') {
    const constant = foldConstant(value);
    if (Number.isFinite(constant))
      return namedConstant(lowerer.names.ofConstant(name, name.text), constant, value.type);
  }
  if (isTrivial(value)) return value;
  const local = lowerer.names.claim(name.text);
  named.push({ name: local, value: value.expression });
  // What is constant but not finite has no form but its expression.
  const extent = value.extent === 'constant' ? 'batch' : value.extent;
  return { expression: { kind: 'local', name: local }, type: value.type, extent };
}

/** The expression inside the names that it reads, the first outermost. */
export const withNames = (
  named: readonly { readonly name: string; readonly value: Expression }[],
  body: Expression,
): Expression =>
  named.reduceRight<Expression>(
    (inner, { name, value }) => ({ kind: 'let', name, value, body: inner }),
    body,
  );

/** Whether no path goes on behind the statement. */
function leaves(statement: ts.Statement): boolean {
  if (ts.isReturnStatement(statement)) return true;
  if (ts.isBlock(statement)) return statement.statements.some(leaves);
  if (!ts.isIfStatement(statement)) return false;
  return leaves(statement.thenStatement) && !!statement.elseStatement && leaves(statement.elseStatement);
}
