// What `allot rewards`, `allot advantages` and `allot credits` do: list templates, show one, or evaluate rows with it.
import { templates } from '@allot/templates';
import type { CaseShape } from '../cases/evaluate-cases.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import {
  type ChosenTemplate,
  cellsOf,
  chooseTemplate,
  type ShapeKind,
  templatesOf,
} from './choose-template.js';
import type { ShapeFlags } from './shape-flags.js';

export async function runShapeCommand(
  terminal: Terminal,
  kind: ShapeKind,
  name: string | undefined,
  flags: ShapeFlags,
): Promise<ExitCode> {
  if (name === undefined) {
    const { listTemplates } = await import('./list-templates.js');
    await listTemplates(terminal, templatesOf(templates, kind).values(), flags.json === true);
    return ExitCode.success;
  }
  const [chosen, mistakes] = await chooseTemplate(templates, kind, name, flags.set);
  const [reward, unknown] =
    flags.reward === undefined ? [undefined, []] : await chooseTemplate(templates, 'reward', flags.reward);
  if (!chosen || unknown.length > 0) return fail(terminal, ...mistakes, ...unknown);
  if (flags.eval !== undefined) {
    const { evalCases } = await import('../cases/eval-cases.js');
    const caseShapeOf = (one: ChosenTemplate): CaseShape => ({
      name: one.template.name,
      kind: one.template.kind,
      expression: one.template.build(one.given),
      components: {},
      cells: cellsOf(one),
    });
    return evalCases(terminal, {
      path: flags.eval,
      shape: caseShapeOf(chosen),
      ...(reward ? { reward: caseShapeOf(reward) } : {}),
      ...(flags.lMax === undefined ? {} : { lMax: flags.lMax }),
    });
  }
  const { showTemplate } = await import('./show-template.js');
  return showTemplate(terminal, chosen, flags, reward?.template);
}
