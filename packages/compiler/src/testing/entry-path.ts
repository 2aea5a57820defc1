// Where the built stand-in for the `allot` package lies; threads load no TypeScript.
import { fileURLToPath } from 'node:url';

export const allotEntry: string = fileURLToPath(
  new URL('../../dist/testing/allot-entry.js', import.meta.url),
);
