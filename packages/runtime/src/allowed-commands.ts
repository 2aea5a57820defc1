// The programs that a plan names: none is started unless the caller allows it.
import type { Plan } from '@allot/spec';
import { report } from './catalog.js';
import type { RuntimeHost } from './outcome.js';
import { RunFailure } from './run-failure.js';

/** The parts of a plan that name programs; a Python that was named by a flag is the caller's own. */
type NamingPlan = Pick<Plan, 'settings'> & Partial<Pick<Plan, 'engine' | 'origins'>>;

/** What would be started, each with what it is for. */
function commandsOf({ settings, engine, origins }: NamingPlan): readonly string[] {
  const { grading } = settings;
  const signals = settings.kind === 'reinforcement' ? Object.entries(settings.signals ?? {}) : [];
  return [
    ...signals.map(([name, { command }]) => `${name}: ${command.join(' ')}`),
    ...(grading?.kind === 'command' ? [`grading: ${grading.command.join(' ')}`] : []),
    ...(origins?.['engine.python']?.from === 'definition' ? [`engine: ${engine?.python}`] : []),
    ...(grading?.kind === 'module' ? [`grading: ${grading.module}`] : []),
  ];
}

/** Throws a RunFailure where the plan names programs that may not be started. */
export function requireAllowed(
  plan: NamingPlan,
  { allowCommands }: Pick<RuntimeHost, 'allowCommands'>,
): void {
  const commands = commandsOf(plan);
  if (commands.length > 0 && allowCommands !== true)
    throw new RunFailure([report('run/commands-not-allowed', { commands: commands.join('; ') })]);
}
