// Where a setting is from, in words.
import type { Origin, Plan } from './plan.js';

/** Where a resolved value came from, in words; empty where it is no value of the definition. */
export function printOrigin({ origins }: Pick<Plan, 'origins'>, path: string): string {
  const origin: Origin | undefined = origins[path];
  if (!origin) return '';
  switch (origin.from) {
    case 'definition':
      return `${origin.file}:${origin.line}`;
    case 'flag':
      return origin.flag;
    case 'template':
      return `template ${origin.template}`;
    case 'model':
      return origin.file;
    case 'derived':
      return `from ${origin.rule}`;
    case 'default':
      return 'default';
  }
}
