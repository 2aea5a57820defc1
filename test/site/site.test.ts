// The site of the repository is built, and every link in it leads to a page, an image or an anchor that is there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogEntries } from '../../packages/allot/src/cli/catalogs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const deadLinksOf = async (folder: string): Promise<readonly string[]> => {
  const script = pathToFileURL(join(root, 'scripts/site/dead-links.mjs')).href;
  const { deadLinks } = (await import(script)) as { deadLinks: (folder: string) => string[] };
  return deadLinks(folder);
};

let home: string;
let site: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'allot-site-'));
  site = join(home, 'site');
  execFileSync(process.execPath, [join(root, 'scripts/build-site.mjs'), '--out', site], { stdio: 'pipe' });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('no link is dead', async () => {
  expect(await deadLinksOf(site)).toEqual([]);
});

test('every guide is a page, and is reached from the menu or the gallery', () => {
  const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const menu = readFileSync(join(site, 'index.html'), 'utf8').match(/<nav[\s\S]*<\/nav>/)?.[0] ?? '';
  expect(guides.filter((name) => !menu.includes(`href="${name.replace(/md$/, 'html')}"`))).toEqual([]);
  expect(menu).toContain('href="api/index.html"');
});

test('every diagnostic has its place', async () => {
  const page = readFileSync(join(site, 'diagnostics.html'), 'utf8');
  const codes = [...(await catalogEntries()).keys()];
  expect(codes.filter((code) => !page.includes(`id="${code}"`))).toEqual([]);
});

test('every command has its place', () => {
  const page = readFileSync(join(site, 'commands.html'), 'utf8');
  for (const command of ['init', 'run', 'track', 'runs', 'setup']) expect(page).toContain(`id="${command}"`);
});

test('the API has the functions that pipelines are written with', () => {
  expect(readFileSync(join(site, 'api/variables/definePipeline.html'), 'utf8')).toContain(
    'PipelineDefinition',
  );
});

test('dead links are found', async () => {
  const folder = mkdtempSync(join(home, 'dead-'));
  writeFileSync(join(folder, 'other.html'), '<h2 id="there">There</h2>');
  writeFileSync(
    join(folder, 'page.html'),
    [
      '<a href="other.html#there"></a> <a href="#here" id="here"></a> <a href="https://example.com/x"></a>',
      '<a href="other.html#gone"></a> <a href="gone.html"></a> <img src="gone.svg">',
      '<a href="../outside.html"></a> <a href="/absolute.html"></a>',
    ].join('\n'),
  );
  expect(await deadLinksOf(folder)).toEqual([
    'page.html: other.html#gone (there is no such anchor)',
    'page.html: gone.html (there is no such file)',
    'page.html: gone.svg (there is no such file)',
    'page.html: ../outside.html (it leads out of the site)',
    'page.html: /absolute.html (it is no relative link)',
  ]);
});

const browserPath = process.env.ALLOT_CHROMIUM ?? '/usr/bin/chromium';
const hasBrowser = existsSync(browserPath);
if (!hasBrowser) console.warn('no Chromium to look at the site with; add it with: apt-get install chromium');

describe.skipIf(!hasBrowser)('in a browser', () => {
  test('a phone needs no scrolling sideways, and no page complains', async () => {
    const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      for (const name of [
        'index.html',
        'tracking.html',
        'diagnostics.html',
        'commands.html',
        'shapes/gallery.html',
      ]) {
        await page.goto(pathToFileURL(join(site, name)).href);
        expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, 360]);
      }
      expect(said).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
