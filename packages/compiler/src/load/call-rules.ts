// Which argument of a define function becomes which part of the definition.
import { ts } from 'ts-morph';
import type { Path } from '../path.js';
import { memberName, type Tracer } from './tracer.js';

type CallRule = (call: ts.CallExpression, path: Path, tracer: Tracer) => void;

/** The argument is the value. */
const whole: CallRule = ({ arguments: [options] }, path, tracer) => {
  if (options) inside(options, path, tracer);
};

/** Traces an argument's members without moving the span of the call itself. */
function inside(argument: ts.Expression, path: Path, tracer: Tracer): void {
  const settled = tracer.settle(argument);
  if (!ts.isObjectLiteralExpression(settled)) return;
  tracer.members(settled, path);
}

/** A user's own shape: `{ shape: name }`. */
const definedShape: CallRule = ({ arguments: [name] }, path, tracer) => {
  if (name) tracer.trace(name, [...path, 'shape'], undefined);
};

/** The first argument is the member of a name, the second holds the others. */
const fromArgument =
  (member: string): CallRule =>
  ({ arguments: [value, options] }, path, tracer) => {
    if (options) inside(options, path, tracer);
    if (value) tracer.trace(value, [...path, member], undefined);
  };

const rules: Readonly<Record<string, CallRule>> = {
  definePipeline: whole,
  defineSupervised: whole,
  arithmetic: whole,
  arithmeticDemonstrations: whole,
  shakyScratchpad: whole,
  adamw: whole,
  'schedule.constant': whole,
  'schedule.linear': whole,
  'schedule.cosine': whole,
  sum: ({ arguments: [parts] }, path, tracer) => {
    if (parts) tracer.trace(parts, [...path, 'sum'], undefined);
  },
  perTier: ({ arguments: [parts] }, path, tracer) => {
    if (parts) tracer.trace(parts, [...path, 'perTier'], undefined);
  },
  scale: ({ arguments: [part, by] }, path, tracer) => {
    if (part) tracer.trace(part, [...path, 'scale'], undefined);
    if (by) tracer.trace(by, [...path, 'by'], undefined);
  },
  clamp: ({ arguments: [part, bounds] }, path, tracer) => {
    if (bounds) inside(bounds, path, tracer);
    if (part) tracer.trace(part, [...path, 'clamp'], undefined);
  },
  onlyIf: ({ arguments: [condition, part, options] }, path, tracer) => {
    if (options) inside(options, path, tracer);
    if (condition) tracer.trace(condition, [...path, 'onlyIf'], undefined);
    if (part) tracer.trace(part, [...path, 'use'], undefined);
  },
  scheduleOf: ({ arguments: [points, options] }, path, tracer) => {
    if (options) inside(options, path, tracer);
    if (points) tracer.trace(points, [...path, 'schedule'], undefined);
  },
  pipeline: ({ arguments: stages }, path, tracer) => {
    for (const [index, stage] of stages.entries())
      tracer.trace(stage, [...path, 'pipeline', index], undefined);
  },
  defineReward: definedShape,
  defineAdvantage: definedShape,
  defineCoefficient: definedShape,
  defineCredit: definedShape,
  'Object.freeze': ({ arguments: [value] }, path, tracer) => {
    if (value) tracer.trace(value, path, undefined);
  },
  'dataset.jsonl': fromArgument('path'),
  'dataset.json': fromArgument('path'),
  'dataset.csv': fromArgument('path'),
  'dataset.parquet': fromArgument('path'),
  'dataset.hub': fromArgument('repo'),
  'dataset.named': fromArgument('name'),
  'tiers.fromPilot': ({ arguments: [options] }, path, tracer) => {
    const settled = options && tracer.settle(options);
    if (!settled || !ts.isObjectLiteralExpression(settled)) return;
    tracer.members(settled, path);
    const count = settled.properties.find((member) => memberName(member) === 'count');
    if (count && ts.isPropertyAssignment(count))
      tracer.trace(count.initializer, [...path, 'fromPilot'], count.name);
  },
  rollback: ({ arguments: [change, options] }, path, tracer) => {
    if (options) inside(options, path, tracer);
    if (change) tracer.trace(change, [...path, 'rollback'], undefined);
  },
  tiers: ({ arguments: [budgets, options] }, path, tracer) => {
    const list = budgets && tracer.settle(budgets);
    if (!list || !ts.isArrayLiteralExpression(list)) return;
    const settings = options && tracer.settle(options);
    for (const [index, budget] of list.elements.entries()) {
      tracer.place(budget, [...path, index]);
      tracer.trace(budget, [...path, index, 'budget'], undefined);
      if (!settings || !ts.isObjectLiteralExpression(settings)) continue;
      for (const member of settings.properties) {
        const name = memberName(member);
        if (name === undefined || !ts.isPropertyAssignment(member)) continue;
        const part = name === 'rolloutsPerTier' ? 'rollouts' : name;
        tracer.trace(member.initializer, [...path, index, part], member.name);
      }
    }
  },
};

/** A template: `rewards.hbpo({ beta: 4 })` is `{ template: 'hbpo', parameters: { beta: 4 } }`. */
const template: CallRule = (call, path, tracer) => {
  tracer.place(call.expression, [...path, 'template']);
  const [parameters] = call.arguments;
  if (parameters) tracer.trace(parameters, [...path, 'parameters'], undefined);
};

/** The argument that is the value of a call, for functions that hand their argument on. */
export function valueArgument(call: ts.CallExpression): ts.Expression | undefined {
  const name = call.expression.getText();
  return Object.hasOwn(rules, name) && rules[name] === whole ? call.arguments[0] : undefined;
}

/** Traces the arguments of a call to a known function; of any other, nothing. */
export function callRules(call: ts.CallExpression, path: Path, tracer: Tracer): void {
  const name = call.expression.getText();
  if (Object.hasOwn(rules, name)) rules[name]?.(call, path, tracer);
  else if (/^(?:\w+\.)?guards\.\w+$/.test(name)) whole(call, path, tracer);
  else if (/^(?:\w+\.)?(?:rewards|advantages|credits)\.\w+$/.test(name)) template(call, path, tracer);
}
