// Takes the pictures of the documentation: the top of a page, light and dark.
//   node scripts/picture.mjs [PAGE] [NAME] [HEIGHT]
// PAGE is a report or a comparison (default: runs/quickstart-1/report.html), and becomes docs/pictures/NAME-light.png and NAME-dark.png (default: report).
// Needs Chromium (ALLOT_CHROMIUM, or /usr/bin/chromium).
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { root } from './setup.mjs';

const [path = 'runs/quickstart-1/report.html', name = 'report', height = '1000'] = process.argv.slice(2);
const size = { width: 1100, height: Number(height) };

const browser = await chromium.launch({
  executablePath: process.env.ALLOT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const colorScheme of ['light', 'dark']) {
  const page = await browser.newPage({ viewport: size, colorScheme });
  await page.goto(pathToFileURL(resolve(path)).href);
  const file = join(root, `docs/pictures/${name}-${colorScheme}.png`);
  await page.screenshot({ path: file });
  process.stdout.write(`${file}\n`);
}
await browser.close();
