// `allot watch` in a real browser: the page of a run that another process writes, cuts back and goes on with.
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import type { RunEvent } from '@allot/spec';
import { acquireLock, truncateEvents } from '@allot/store';
import { execa } from 'execa';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { synthesizeRun, writeRunFolder } from '../../packages/report/test-support/synthetic-run.js';
import { allot, removeFolder, script, temporaryFolder } from './command.js';
import { tinyYamlWith } from './definitions.js';

const browserPath = process.env.ALLOT_CHROMIUM ?? '/usr/bin/chromium';
const { events, ...rest } = synthesizeRun({ steps: 12, plannedSteps: 20, problems: 12, finished: false });

/** A folder for one test. */
async function folderWith(files?: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder(files);
  onTestFinished(() => removeFolder(folder));
  return folder;
}

interface Watching {
  readonly url: string;
  /** Sends Ctrl-C and answers the exit status. */
  readonly end: () => Promise<number | undefined>;
}

async function watch(folder: string, ...flags: readonly string[]): Promise<Watching> {
  const child = execa(process.execPath, [script, 'watch', folder, ...flags], { reject: false });
  onTestFinished(() => void child.kill());
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    void child.then(({ stderr }) => reject(new Error(stderr)));
  });
  return {
    url,
    end: async () => {
      child.kill('SIGINT');
      return (await child).exitCode;
    },
  };
}

/** A run folder whose log ends after the given step. */
async function runUpTo(step: number): Promise<string> {
  const folder = join(await folderWith(), 'run');
  await writeRunFolder({ ...rest, events: events.filter((event) => event.step <= step) }, folder);
  return folder;
}

const stepEvent = (step: number): RunEvent => {
  const found = events.find((event) => event.type === 'step-completed' && event.step === step);
  if (!found) throw new Error(`the run has no step ${step}`);
  return { ...found, time: new Date().toISOString() };
};

const append = (folder: string, ...added: readonly RunEvent[]): void =>
  appendFileSync(join(folder, 'events.jsonl'), added.map((event) => `${JSON.stringify(event)}\n`).join(''));

interface Asking {
  readonly method?: string;
  readonly host?: string;
}

/** Status and headers of one request; `fetch` would not send a host of our choice. */
const ask = (url: string, { method = 'GET', host }: Asking = {}) =>
  new Promise<{ readonly status: number | undefined; readonly headers: NodeJS.Dict<string | string[]> }>(
    (resolve, reject) => {
      request(url, { method, ...(host !== undefined && { headers: { host } }) }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, headers: response.headers });
      })
        .on('error', reject)
        .end();
    },
  );

describe('the server', () => {
  test('answers on loopback, to its own names, to those who have the token, and to GET', async () => {
    const { url, end } = await watch(await runUpTo(4));
    const { origin, host, port } = new URL(url);
    expect(host).toBe(`127.0.0.1:${port}`);
    expect((await ask(url)).status).toBe(200);
    expect((await ask(`${url}progress`)).headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect((await ask(url, { host: `localhost:${port}` })).status).toBe(200);
    expect((await ask(url, { host: 'evil.example' })).status).toBe(403);
    expect((await ask(`${origin}/`)).status).toBe(403);
    expect((await ask(`${origin}/${'x'.repeat(32)}/`)).status).toBe(403);
    expect((await ask(`${url}events.jsonl`)).status).toBe(404);
    expect((await ask(url, { method: 'POST' })).status).toBe(405);
    expect(await end()).toBe(130);
  });

  test('changes nothing in the run folder', async () => {
    const folder = await runUpTo(4);
    const files = () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'base64')]);
    const before = files();
    const { url, end } = await watch(folder);
    expect((await ask(url)).status).toBe(200);
    await end();
    expect(files()).toEqual(before);
  });

  test('says of a run on a cluster whether somebody follows its job', async () => {
    const folder = await runUpTo(4);
    const launch = { job: 'allot-1', address: 'http://head:8265', host: 'here', submitted: '', from: 0 };
    await writeFile(join(folder, 'job.json'), JSON.stringify({ format: 1, launches: [launch], demand: {} }));
    const { url } = await watch(folder);
    const progress = async (): Promise<unknown> => (await fetch(`${url}progress`)).json();
    expect(await progress()).toMatchObject({
      state: 'still',
      step: 4,
      steps: 20,
      text: `step 4 of 20 · on a cluster, followed by nobody; allot resume ${folder} follows it`,
    });
    const [lock] = acquireLock(folder);
    append(folder, stepEvent(5));
    expect(await progress()).toMatchObject({ state: 'running', step: 5 });
    lock?.release();
  });

  test('says what stands in the way', async () => {
    const { url } = await watch(await runUpTo(4));
    const taken = await allot(['watch', 'runs/x', '--port', new URL(url).port], { cwd: await folderWith() });
    expect(taken).toMatchObject({ code: 1, stdout: '' });
    expect(taken.stderr).toMatch(/watch\/port[\s\S]*another program serves there/);
    const foreign = await allot(['watch', '.'], { cwd: await folderWith({ 'letters.txt': 'Dear Ada' }) });
    expect(foreign).toMatchObject({ code: 1, stdout: '' });
    expect(foreign.stderr).toContain('store/not-a-run');
    expect(foreign.stderr).not.toContain('empty or new folder');
    const blocked = await allot(['watch', 'runs/x', '--port', '6000'], { cwd: await folderWith() });
    expect(blocked).toMatchObject({ code: 1, stdout: '' });
    expect(blocked.stderr).toMatch(/watch\/port[\s\S]*browsers open no page there/);
    const ofStep = await allot(['watch', 'runs/x@6'], { cwd: await folderWith() });
    expect(ofStep).toMatchObject({ code: 1, stdout: '' });
    expect(ofStep.stderr).toContain('watch/of-step');
    for (const port of ['70000', '-1', '80a', '']) {
      const wrong = await allot(['watch', 'runs/x', '--port', port], { cwd: await folderWith() });
      expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('from 1 to 65535')]);
    }
  });
});

describe.skipIf(!existsSync(browserPath))('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  /** The page, and what its console said. */
  async function open(url: string): Promise<{ readonly page: Page; readonly said: readonly string[] }> {
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(url);
    return { page, said };
  }
  const bar = (page: Page) => page.locator('#live');
  const sees = (page: Page, text: string): Promise<void> =>
    bar(page).filter({ hasText: text }).waitFor({ timeout: 60_000 });

  test('a step that completes is shown, and what the reader opened, sorted and scrolled to stays', async () => {
    const folder = await runUpTo(4);
    const [lock] = acquireLock(folder);
    onTestFinished(() => lock?.release());
    const { page, said } = await open((await watch(folder)).url);
    await sees(page, 'step 4 of 20');
    const settings = page.locator('details', { hasText: 'where each came from' });
    await settings.locator('summary').click();
    const rows = () => settings.locator('tbody th').allTextContents();
    const unsorted = await rows();
    await settings.getByRole('button', { name: 'setting' }).click();
    const sorted = await rows();
    expect(sorted).not.toEqual(unsorted);
    const top = () => settings.evaluate((one) => Math.round(one.getBoundingClientRect().top));
    const before = await top();
    append(folder, stepEvent(5), stepEvent(6));
    await page.locator('.status', { hasText: '6 of 20 steps' }).waitFor({ timeout: 60_000 });
    await sees(page, 'step 6 of 20');
    expect(await bar(page).textContent()).toContain('left');
    expect(await settings.getAttribute('open')).toBe('');
    expect(await rows()).toEqual(sorted);
    expect(await settings.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
    expect(Math.abs((await top()) - before)).toBeLessThan(3);
    expect(said).toEqual([]);
  });

  test('a resume that cuts the log back is followed', async () => {
    const folder = await runUpTo(8);
    const { page, said } = await open((await watch(folder)).url);
    await sees(page, 'step 8 of 20 · not running');
    await truncateEvents(join(folder, 'events.jsonl'), 6);
    const [lock] = acquireLock(folder);
    onTestFinished(() => lock?.release());
    append(
      folder,
      { type: 'run-resumed', time: new Date().toISOString(), step: 5, checkpoint: 5 },
      stepEvent(6),
    );
    await sees(page, 'step 6 of 20');
    await page.locator('.status', { hasText: '6 of 20 steps' }).waitFor({ timeout: 60_000 });
    expect(await bar(page).getAttribute('class')).toBe('live running');
    expect(said).toEqual([]);
  });

  test('a run is awaited, watched through an interruption and a resume, and seen to its end', async () => {
    const cwd = await folderWith({ 'tiny.yaml': tinyYamlWith('steps: 2', 'steps: 6') });
    const folder = join(cwd, 'runs/tiny-1');
    const { url, end } = await watch(folder);
    const { page, said } = await open(url);
    await sees(page, 'waiting for a run');
    let isStopped = false;
    const first = await allot(['run', 'tiny.yaml', '--run-dir', 'runs/tiny-1'], {
      cwd,
      watch: (stderr, kill) => {
        if (isStopped || !stderr.includes('step 2/6')) return;
        isStopped = true;
        kill('SIGINT');
      },
    });
    expect(first.code).toBe(130);
    await sees(page, 'not running; go on with allot resume');
    expect((await allot(['resume', 'runs/tiny-1'], { cwd })).code).toBe(0);
    await sees(page, 'step 6 of 6 · finished');
    await page.locator('.status.finished').waitFor({ timeout: 60_000 });
    expect(said).toEqual([]);
    expect(await end()).toBe(130);
    await sees(page, 'allot watch has ended');
  });
});
