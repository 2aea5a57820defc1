// The API of the package `allot`, made by TypeDoc from its types and comments.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Application } from 'typedoc';

/** A link that stands in every page of TypeDoc, which knows no relative ones. */
const placeholder = 'https://guide.invalid/';

/** Writes the pages into a folder of the site. Throws where TypeDoc has errors. */
export async function writeApiPages(root, folder) {
  const app = await Application.bootstrap({
    entryPoints: [join(root, 'packages/allot/src/index.ts')],
    tsconfig: join(root, 'packages/allot/tsconfig.json'),
    name: 'Allot API',
    readme: 'none',
    disableSources: true,
    hideGenerator: true,
    skipErrorChecking: true,
    githubPages: false,
    navigationLinks: { Guide: placeholder },
    logLevel: 'Warn',
  });
  const project = await app.convert();
  if (project) await app.generateDocs(project, folder);
  if (!project || app.logger.hasErrors()) throw new Error('TypeDoc could not make the pages of the API');
  for (const name of readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.html'))) {
    const page = join(folder, name);
    const guide = relative(join(page, '..'), join(folder, '../index.html')).replaceAll('\\', '/');
    writeFileSync(page, readFileSync(page, 'utf8').replaceAll(placeholder, guide));
  }
}
