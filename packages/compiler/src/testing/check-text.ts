// Checks a definition given as text, in a folder of its own that lives as long as the check.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CompilerHost } from '@allot/spec';
import type { CheckOptions } from '../check-file.js';
import { type PlanResult, planFile } from '../plan-file.js';
import { fakeHost } from './fake-host.js';

export interface CheckTextOptions extends CheckOptions {
  /** Name of the definition file. @default 'definition.yaml' */
  readonly name?: string;
  readonly host?: CompilerHost;
  /** Further files of the folder, by relative path; '' makes a folder of names that end in '/'. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What planFile answers; the folder is gone afterwards. */
export async function planText(text: string, options: CheckTextOptions = {}): Promise<PlanResult> {
  const { name = 'definition.yaml', host = fakeHost(), files = {}, ...rest } = options;
  const folder = mkdtempSync(join(tmpdir(), 'allot-check-'));
  try {
    for (const [path, content] of Object.entries({ ...files, [name]: text })) {
      const file = join(folder, path);
      mkdirSync(path.endsWith('/') ? file : dirname(file), { recursive: true });
      if (!path.endsWith('/')) writeFileSync(file, content);
    }
    return await planFile(join(folder, name), host, rest);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const codesOf = ({ diagnostics }: PlanResult): string[] => diagnostics.map(({ code }) => code);
