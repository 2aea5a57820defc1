// Takes the pictures of the documentation: the top of a run's report, light and dark.
//   node scripts/picture.mjs [RUN]        (default: runs/quickstart-1; writes docs/pictures/report-*.png)
// Needs Chromium (ALLOT_CHROMIUM, or /usr/bin/chromium).
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { root } from './setup.mjs';

const report = resolve(process.argv[2] ?? 'runs/quickstart-1', 'report.html');
const size = { width: 1100, height: 1000 };

const browser = await chromium.launch({
  executablePath: process.env.ALLOT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const colorScheme of ['light', 'dark']) {
  const page = await browser.newPage({ viewport: size, colorScheme });
  await page.goto(pathToFileURL(report).href);
  const file = join(root, `docs/pictures/report-${colorScheme}.png`);
  await page.screenshot({ path: file });
  process.stdout.write(`${file}\n`);
}
await browser.close();
