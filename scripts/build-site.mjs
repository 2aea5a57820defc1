// `npm run site`: a static site of the repository: guides, gallery, diagnostics, commands, pipelines and the API.
// It goes to site/, or to the folder behind --out. The packages must be built.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeApiPages } from './site/api-pages.mjs';
import { commandsPage } from './site/commands-page.mjs';
import { deadLinks } from './site/dead-links.mjs';
import { diagnosticsPage } from './site/diagnostics-page.mjs';
import { guidePages } from './site/guide-pages.mjs';
import { layout } from './site/layout.mjs';
import { menuOf } from './site/menu.mjs';
import { pipelinesPage } from './site/pipelines-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const flag = process.argv.indexOf('--out');
const out = resolve(flag < 0 ? join(root, 'site') : process.argv[flag + 1]);

rmSync(out, { recursive: true, force: true });
const { pages: guides, assets } = guidePages(root);
const pages = [...guides, await commandsPage(), await diagnosticsPage(), pipelinesPage(root)];
const menu = menuOf([...pages, { path: 'api/index.html', title: 'API' }]);
await writeApiPages(root, join(out, 'api'));
for (const page of pages) write(page.path, layout(page, menu));
for (const [file, path] of [...assets, ['scripts/site/style.css', 'style.css']]) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  copyFileSync(join(root, file), join(out, path));
}

const dead = deadLinks(out);
for (const link of dead) console.error(`dead link in ${link}`);
console.log(`${pages.length} pages and the API in ${out}`);
process.exitCode = dead.length > 0 ? 1 : 0;

function write(path, text) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
}
