// Shows one template: text, plot, JSON or an SVG file.
import { shapeSvg } from '@allot/report';
import type { Template } from '@allot/spec';
import { templates } from '@allot/templates';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { writeFileWhole } from '../cli/files.js';
import type { Terminal } from '../cli/terminal.js';
import type { ChosenTemplate } from './choose-template.js';
import { describeTemplate, usualReward } from './describe-template.js';
import { printPlot } from './print-plot.js';
import { printTemplate } from './print-template.js';
import { type ShapeFlags, settingOf } from './shape-flags.js';

/** `reward` is the one that an advantage is looked at with, where one was named. */
export async function showTemplate(
  terminal: Terminal,
  chosen: ChosenTemplate,
  flags: ShapeFlags,
  reward: Template | undefined,
): Promise<ExitCode> {
  const { kind } = chosen.template;
  const seenWith = kind === 'reward' ? undefined : (reward ?? usualReward(templates, chosen.template));
  const { document, curves } = describeTemplate(chosen, settingOf(flags), seenWith);
  if (flags.json) {
    terminal.out(JSON.stringify(document, undefined, 2));
    return ExitCode.success;
  }
  const { color, columns, interactive } = terminal.stdout;
  terminal.out(printTemplate(document, { color, columns }));
  if (!curves) return ExitCode.success;
  if (typeof flags.plot === 'string') {
    const refused = await writeFileWhole(flags.plot, shapeSvg(document.name, curves));
    if (refused) return fail(terminal, refused);
    terminal.error(`\nThe plot is in ${flags.plot}.`);
  } else if (flags.plot || interactive) terminal.out(`\n${printPlot(curves, { color, columns })}`);
  return ExitCode.success;
}
