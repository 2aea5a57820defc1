// An empty word where a place belongs, as an unset variable of a shell leaves it, is wrong usage.
import type { Command } from 'commander';

/** Looks at arguments, and at options that name a file, a folder or an address; a text may well be empty. */
export function refuseEmpty(command: Command): void {
  const index = command.args.indexOf('');
  const argument = command.registeredArguments[index] ?? command.registeredArguments.at(-1);
  if (index >= 0 && argument) command.error(`error: argument '${argument.name()}' is empty`);
  const option = command.options.find((one) => {
    const value: unknown = command.getOptionValue(one.attributeName());
    return place.test(one.flags) && [value].flat().includes('');
  });
  if (option) command.error(`error: option '${option.flags}' argument is empty`);
}

const place = /<(?:data|dir|file|path|place|policy|url)>/;
