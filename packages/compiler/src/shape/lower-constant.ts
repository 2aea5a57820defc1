// Constants that a shape takes from its file and from the files it imports: numbers, flags and members of enums.
import type { ts } from 'ts-morph';
import { report } from './catalog-shape.js';
import { failed, type Lowered, namedConstant } from './lowered.js';
import type { Lowerer } from './lowerer.js';
import { refuseAs } from './refusals.js';
import type { Settled } from './settle.js';

/** A constant by its name; anything else that a name may stand for is no value. */
export function lowerSettled(node: ts.Node, name: string, settled: Settled, lowerer: Lowerer): Lowered {
  switch (settled.kind) {
    case 'expression':
      return lowerConstant(node, name, settled.expression, lowerer);
    case 'enum-member': {
      const value = enumValue(settled.member, lowerer);
      if (value === undefined)
        return notConstant(node, name, 'its value is no number that can be read', lowerer);
      return namedConstant(lowerer.names.ofConstant(settled.member, name), value, 'number');
    }
    case 'changing':
      return notConstant(node, name, settled.reason, lowerer);
    case 'outside':
      return notConstant(node, name, `the source of \`${settled.module}\` is not read`, lowerer);
    case 'function':
      refuseAs(node, 'a function here', 'Call it.', lowerer);
      return failed;
    case 'enum':
    case 'namespace':
      refuseAs(node, 'an object', `Read one of its members: \`${name}.member\`.`, lowerer);
      return failed;
  }
}

function lowerConstant(node: ts.Node, name: string, initializer: ts.Expression, lowerer: Lowerer): Lowered {
  const constant = lowerer.constant(initializer);
  if (!('problem' in constant)) {
    if (Number.isFinite(constant.value))
      return namedConstant(lowerer.names.ofConstant(initializer, name), constant.value, constant.type);
    lowerer.tell(node, report('shape/not-finite', { name }));
    return failed;
  }
  const { message, span } = constant.problem;
  const reason = message.charAt(0).toLowerCase() + message.slice(1);
  lowerer.tell(node, {
    ...report('shape/not-constant', { name, reason }),
    ...(span ? { related: [{ span, message: 'Its value is here' }] } : {}),
  });
  return failed;
}

function notConstant(node: ts.Node, name: string, reason: string, lowerer: Lowerer): Lowered {
  lowerer.tell(node, report('shape/not-constant', { name, reason }));
  return failed;
}

/** An enum member's number: written, or one more than the member before; undefined where it is none. */
function enumValue(member: ts.EnumMember, lowerer: Lowerer): number | undefined {
  if (member.initializer) {
    const constant = lowerer.constant(member.initializer);
    return 'value' in constant ? constant.value : undefined;
  }
  const { members } = member.parent;
  const before = members[members.indexOf(member) - 1];
  if (!before) return 0;
  const value = enumValue(before, lowerer);
  return value === undefined ? undefined : value + 1;
}
