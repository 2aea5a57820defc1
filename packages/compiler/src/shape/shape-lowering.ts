// Lowers the function or the text of one shape: TypeScript's syntax in, an expression and every mistake out.
import { type Diagnostic, type Expression, type Phase, partsOf, type Span } from '@allot/spec';
import { ts } from 'ts-morph';
import { type Modules, unwrap } from '../load/modules.js';
import { bindParameters } from './bind-pattern.js';
import { report } from './catalog-shape.js';
import { type Binding, bindAll, type Closure, type Environment, topLevel } from './environment.js';
import { lowerBody, nameValue, type OnReturn, withNames } from './lower-body.js';
import { lowerCall } from './lower-call.js';
import { lowerAccess, lowerName } from './lower-name.js';
import { lowerBinary, lowerConditional, lowerUnary } from './lower-operators.js';
import { constantFlag, constantNumber, failed, foldConstant, type Lowered } from './lowered.js';
import type { Constant, Lowerer, ShapeStage } from './lowerer.js';
import { Names } from './names.js';
import { refuse, refuseAs } from './refusals.js';

const MOST_NODES = 20_000;
const MOST_LEVELS = 200;

type SpanOf = (node: ts.Node) => Span | undefined;

export interface LoweringOptions {
  readonly what: string;
  readonly stage: ShapeStage;
  readonly modules: Modules;
  readonly spanOf: SpanOf;
}

export class ShapeLowering implements Lowerer {
  readonly what: string;
  readonly stage: ShapeStage;
  readonly modules: Modules;
  readonly names: Names = new Names();
  readonly #options: LoweringOptions;
  readonly #diagnostics = new Map<string, Diagnostic>();
  readonly #calls: { readonly function: ts.Node; readonly call: ts.Node }[] = [];
  readonly #constants = new Map<ts.Node, Constant | 'active'>();
  #nodes = 0;
  #levels = 0;
  #tooLarge = false;

  constructor(options: LoweringOptions) {
    this.#options = options;
    ({ what: this.what, stage: this.stage, modules: this.modules } = options);
  }

  /** The expression where there is no mistake, and all mistakes. */
  finish(root: ts.Node, { expression }: Lowered): Phase<Expression> {
    if (this.#tooLarge || treeSize(expression) > MOST_NODES) this.tell(root, report('shape/too-large', {}));
    const diagnostics = [...this.#diagnostics.values()];
    return [diagnostics.some(({ severity }) => severity === 'error') ? undefined : expression, diagnostics];
  }

  expression(node: ts.Expression, environment: Environment): Lowered {
    if (this.#nodes++ > MOST_NODES || this.#levels > MOST_LEVELS) {
      this.#tooLarge = true;
      return failed;
    }
    this.#levels++;
    const lowered = this.#dispatch(unwrap(node), environment);
    this.#levels--;
    return lowered;
  }

  inline(
    closure: Closure,
    parameters: readonly Binding[],
    call: ts.Node,
    environment: Environment,
    onReturn?: OnReturn,
  ): Lowered {
    const { node } = closure;
    if (this.#calls.some(({ function: active }) => active === node)) {
      this.tell(call, report('shape/recursion', { name: call.getText() }));
      return failed;
    }
    this.#calls.push({ function: node, call });
    const named: { readonly name: string; readonly value: Expression }[] = [];
    const bindings = parameters.map((binding, index): Binding => {
      const name = node.parameters[index]?.name;
      if (binding.kind !== 'value' || !name || !ts.isIdentifier(name)) return binding;
      return { ...binding, value: this.#argument(binding.value, name, named) };
    });
    const { row } = environment;
    const entries = bindParameters(node.parameters, bindings, row, this);
    const body = this.#isPlain(closure)
      ? lowerBody(node, bindAll({ ...closure.environment, row }, entries), this, onReturn)
      : failed;
    this.#calls.pop();
    return { ...body, expression: withNames(named, body.expression) };
  }

  constant(initializer: ts.Expression): Constant {
    const known = this.#constants.get(initializer);
    if (known === 'active') return { problem: report('shape/recursion', { name: initializer.getText() }) };
    if (known) return known;
    this.#constants.set(initializer, 'active');
    const own = new ShapeLowering({ ...this.#options, stage: 'reward' });
    for (const [node, constant] of this.#constants) own.#constants.set(node, constant);
    const lowered = own.expression(initializer, topLevel({ kind: 'row' }));
    const [expression, [problem]] = own.finish(initializer, lowered);
    const constant =
      expression && !problem
        ? { value: foldConstant(lowered), type: lowered.type }
        : { problem: problem as Diagnostic };
    this.#constants.set(initializer, constant);
    return constant;
  }

  tell(node: ts.Node, problem: Diagnostic): void {
    const span = this.#options.spanOf(node);
    const call = this.#calls.findLast((entry) => entry.call !== entry.function && !holds(entry.call, node));
    const from = call && this.#options.spanOf(call.call);
    const related = [
      ...(problem.related ?? []),
      ...(from ? [{ span: from, message: 'The shape calls it here' }] : []),
    ];
    const told = { ...problem, ...(span ? { span } : {}), ...(related.length > 0 ? { related } : {}) };
    const key = `${problem.code} ${problem.message} ${span?.file}:${span?.line}:${span?.column}`;
    if (!this.#diagnostics.has(key)) this.#diagnostics.set(key, told);
  }

  #dispatch(node: ts.Expression, environment: Environment): Lowered {
    if (ts.isNumericLiteral(node)) return this.#number(node);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return constantFlag(true);
    if (node.kind === ts.SyntaxKind.FalseKeyword) return constantFlag(false);
    if (ts.isIdentifier(node)) return lowerName(node, environment, this);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
      return lowerAccess(node, environment, this);
    if (ts.isPrefixUnaryExpression(node)) return lowerUnary(node, environment, this);
    if (ts.isBinaryExpression(node)) return lowerBinary(node, environment, this);
    if (ts.isConditionalExpression(node)) return lowerConditional(node, environment, this);
    if (ts.isCallExpression(node)) return lowerCall(node, environment, this);
    refuse(node, this);
    return failed;
  }

  #number(node: ts.NumericLiteral): Lowered {
    const value = Number(node.text);
    if (Number.isFinite(value)) return constantNumber(value);
    this.tell(node, report('shape/not-finite', { name: node.getText() }));
    return failed;
  }

  /** An argument stands under the name of its parameter, once. */
  #argument(
    value: Lowered,
    name: ts.Identifier,
    named: { readonly name: string; readonly value: Expression }[],
  ): Lowered {
    if (value.extent !== 'constant' || value.type === 'unknown') return nameValue(value, name, this, named);
    const constant = foldConstant(value);
    if (value.expression.kind === 'parameter' || !Number.isFinite(constant))
      return nameValue(value, name, this, named);
    return { ...constantNumber(constant), type: value.type };
  }

  #isPlain({ node }: Closure): boolean {
    const odd =
      node.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ??
      (ts.isArrowFunction(node) ? undefined : node.asteriskToken);
    if (odd)
      refuseAs(odd, `\`${odd.getText()}\``, 'A shape is one value, computed at once: remove it.', this);
    return !odd;
  }
}

/** Whether the node stands in the function that makes the call: then the place says enough. */
const holds = (call: ts.Node, node: ts.Node): boolean =>
  call.getSourceFile() === node.getSourceFile() && call.pos <= node.pos && node.end <= call.end;

/** Nodes of an expression, those that stand in several places counted as often. */
function treeSize(expression: Expression): number {
  const sizes = new Map<Expression, number>();
  const sizeOf = (part: Expression): number => {
    const known = sizes.get(part);
    if (known !== undefined) return known;
    const size = partsOf(part).reduce((sum, inner) => sum + sizeOf(inner), 1);
    sizes.set(part, size);
    return size;
  };
  return sizeOf(expression);
}
