// The report of real runs in a real browser: in both themes, at three widths, by keyboard, and on paper.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { allot, removeFolder, temporaryFolder } from './command.js';
import { tinyYaml } from './definitions.js';

const browserPath = process.env.ALLOT_CHROMIUM ?? '/usr/bin/chromium';

describe.skipIf(!existsSync(browserPath))('in a browser', () => {
  let cwd: string;
  let browser: Browser;
  beforeAll(async () => {
    cwd = await temporaryFolder({ 'tiny.yaml': tinyYaml });
    for (const seed of ['1', '2']) await allot(['run', 'tiny.yaml', '--seed', seed, '--quiet'], { cwd });
    await allot(['report', 'runs/tiny-1', 'runs/tiny-2', '--out', 'both.html'], { cwd });
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    await removeFolder(cwd);
  });

  async function open(
    file: string,
    width: number,
    colorScheme: 'light' | 'dark',
  ): Promise<{ readonly page: Page; readonly said: readonly string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    onTestFinished(() => page.close());
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(pathToFileURL(join(cwd, file)).href);
    return { page, said };
  }
  const numberOf = (page: Page, expression: string): Promise<number> => page.evaluate(expression);

  test.each([
    ['runs/tiny-1/report.html', 390, 'light'],
    ['runs/tiny-1/report.html', 390, 'dark'],
    ['runs/tiny-1/report.html', 768, 'light'],
    ['runs/tiny-1/report.html', 768, 'dark'],
    ['runs/tiny-1/report.html', 1280, 'light'],
    ['runs/tiny-1/report.html', 1280, 'dark'],
    ['both.html', 390, 'light'],
    ['both.html', 1280, 'dark'],
  ] as const)(
    '%s at a width of %i, %s: nothing is said, nothing is wider than the page',
    async (file, width, theme) => {
      const { page, said } = await open(file, width, theme);
      await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
      expect(await numberOf(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(
        await page.evaluate('getComputedStyle(document.documentElement).getPropertyValue("--page")'),
      ).toBe(theme === 'light' ? '#f6f7f9' : '#101318');
      expect(said).toEqual([]);
    },
  );

  test.each([390, 600, 768, 1000, 1280])(
    'at a width of %i a figure has one drawing, whose letters can be read',
    async (width) => {
      const { page } = await open('both.html', width, 'light');
      const figures: readonly (readonly number[])[] = await page.evaluate(`
        [...document.querySelectorAll('figure')].map((figure) =>
          [...figure.querySelectorAll('svg')]
            .filter((svg) => svg.checkVisibility())
            .map((svg) => (12 * svg.getBoundingClientRect().width) / svg.viewBox.baseVal.width))`);
      expect(figures.length).toBeGreaterThan(20);
      for (const letters of figures) {
        expect(letters).toHaveLength(1);
        expect(letters[0]).toBeGreaterThan(9.5);
        expect(letters[0]).toBeLessThan(17);
      }
    },
  );

  test.each([390, 1280])(
    'at a width of %i no text of a figure covers another or leaves its drawing',
    async (width) => {
      const { page } = await open('both.html', width, 'light');
      const wrong = await page.evaluate(`
        [...document.querySelectorAll('figure svg')].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
          const drawing = svg.getBoundingClientRect();
          const boxes = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
          const shared = (a, b) =>
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
          return boxes.flatMap(([text, box], index) => [
            ...(box.left < drawing.left - 0.5 || box.right > drawing.right + 0.5 ? [text + ' is outside'] : []),
            ...boxes.slice(0, index).filter(([, other]) => shared(box, other)).map(([other]) => text + ' covers ' + other),
          ]);
        })`);
      expect(wrong).toEqual([]);
    },
  );

  test('a table that goes on beyond the edge is scrolled by the arrow keys', async () => {
    const { page } = await open('runs/tiny-1/report.html', 390, 'light');
    const table = page.locator('.scroll', { has: page.locator('table.results') }).first();
    const scrolled = (): Promise<number> => table.evaluate(({ scrollLeft }) => scrollLeft);
    expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeGreaterThan(100);
    await table.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(scrolled).toBeGreaterThan(0);
  });

  test.each(['runs/tiny-1/report.html', 'both.html'])(
    '%s on a telephone: the values of settings have room for words',
    async (file) => {
      const { page } = await open(file, 390, 'light');
      await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
      const widths: readonly number[] = await page.evaluate(
        `[...document.querySelectorAll('table.settings:not(.plain) th ~ td')].map((cell) => cell.clientWidth)`,
      );
      expect(widths.length).toBeGreaterThan(100);
      expect(Math.min(...widths)).toBeGreaterThan(80);
    },
  );

  test('every link, fold, column head and scroller is reached by the tabulator key', async () => {
    const { page } = await open('runs/tiny-1/report.html', 1280, 'light');
    await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
    const wanted = await numberOf(
      page,
      `(globalThis.wanted = new Set(document.querySelectorAll('a, summary, th button, [tabindex="0"]'))).size`,
    );
    expect(wanted).toBeGreaterThan(30);
    for (let pressed = 0; pressed < 3 * wanted; pressed++) {
      await page.keyboard.press('Tab');
      if ((await numberOf(page, 'wanted.delete(document.activeElement), wanted.size')) === 0) break;
    }
    expect(await numberOf(page, 'wanted.size')).toBe(0);
  });

  test('a column is sorted by number, and put back', async () => {
    const { page } = await open('both.html', 1280, 'light');
    const overview = page.locator('table.overview').first();
    const seeds = () => overview.locator('tbody tr td:nth-child(4)').allTextContents();
    expect(await seeds()).toEqual(['1', '2']);
    const head = overview.getByRole('button', { name: 'seed' });
    await head.click();
    expect(await seeds()).toEqual(['1', '2']);
    await head.press('Enter');
    expect(await seeds()).toEqual(['2', '1']);
    expect(await overview.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await head.press('Enter');
    expect(await seeds()).toEqual(['1', '2']);
    expect(await overview.locator('th[aria-sort]').count()).toBe(0);
  });

  test('two runs are compared problem by problem, each beside its own report', async () => {
    const { page } = await open('both.html', 1280, 'light');
    const titles = await page.locator('h2').allTextContents();
    expect(titles).toContain('Problem by problem');
    expect(titles.filter((title) => title === 'Reward shape')).toHaveLength(2);
    expect(await page.locator('text=against tiny-1, paired by problem').count()).toBeGreaterThan(0);
  });

  test('on paper it is light, and what only a screen can use is left out', async () => {
    const { page } = await open('runs/tiny-1/report.html', 794, 'dark');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.locator('nav.contents').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(25, 28, 34)');
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000);
  });
});
