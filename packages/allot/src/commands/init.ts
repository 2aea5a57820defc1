// `allot init`: a new experiment folder.
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { reportCommand } from '../catalog.js';
import type { AddCommand } from '../cli/command.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';

export const addInit: AddCommand = (program, { terminal, run }) => {
  program
    .command('init')
    .summary('make a new experiment folder')
    .description(
      'Makes a folder with a pipeline that runs, in TypeScript and in YAML, and with settings for editors. ' +
        'It replaces no file: when one of its files is there already, nothing is written.',
    )
    .argument('[dir]', 'folder; made when it is missing', '.')
    .addHelpText('after', '\nExamples:\n  $ allot init my-experiment')
    .action((folder: string) =>
      run(async () => {
        const [{ experimentName, initFiles }, { bundledFile, checkout }, { refusalOf }, { version }] =
          await Promise.all([
            import('../init/files.js'),
            import('../host.js'),
            import('../cli/files.js'),
            import('../version.js'),
          ]);
        const files = initFiles({
          name: experimentName(resolve(folder)),
          dependency: checkout === undefined ? `^${version}` : `file:${join(checkout, 'packages/allot')}`,
          schema: await readFile(bundledFile('schemas/pipeline.schema.json'), 'utf8'),
        });
        const present = [...files.keys()].filter((name) => existsSync(join(folder, name)));
        if (present.length === files.size && (await isAlready(folder, files))) {
          terminal.error(`Nothing was written: ${folder} already has these files as they are.`);
          return ExitCode.success;
        }
        if (present.length > 0)
          return fail(terminal, reportCommand('init/would-overwrite', { folder, files: present.join(', ') }));
        const { makeFolder } = await import('@allot/store');
        const refusal = await refusalOf(async () => {
          for (const [name, text] of files) {
            await makeFolder(dirname(join(folder, name)));
            await writeFile(join(folder, name), text, { flag: 'wx' });
          }
          if (checkout !== undefined) await linkCheckout(folder, checkout);
        });
        if (refusal) return fail(terminal, refusal);
        for (const name of files.keys()) terminal.out(join(folder, name));
        const enter = relative(process.cwd(), resolve(folder));
        const steps = [...(enter === '' ? [] : [`cd ${enter}`]), 'npm install', 'npx allot run pipeline.ts'];
        terminal.error(`\nNext:\n${steps.map((step) => `  ${step}`).join('\n')}`);
        return ExitCode.success;
      }),
    );
};

/** Whether every file says what would be written; what cannot be read says something else. */
async function isAlready(folder: string, files: ReadonlyMap<string, string>): Promise<boolean> {
  for (const [name, text] of files) {
    const found = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (found !== text) return false;
  }
  return true;
}

/** What `npm install` would do with the `file:` reference, so that editors complete from the first edit. */
async function linkCheckout(folder: string, checkout: string): Promise<void> {
  const link = join(folder, 'node_modules', 'allot');
  if (existsSync(link)) return;
  await mkdir(dirname(link), { recursive: true });
  await symlink(join(checkout, 'packages', 'allot'), link, 'junction');
}
