import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@allot/spec';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeHub, startFakeHub, token } from '../../test-support/fake-hub.js';
import { type DownloadProgress, type HubAccess, hubAccessFrom } from './hub-access.js';
import { locateHubFiles } from './locate.js';
import { matchesPath } from './match-path.js';

let hub: FakeHub;
let cache: string;

beforeEach(async () => {
  hub = await startFakeHub();
  cache = mkdtempSync(join(tmpdir(), 'allot-hub-'));
});
afterEach(() => hub.close());

const large = Buffer.from('{"problem": "1+2", "answer": 3}\n'.repeat(5000));
const small = Buffer.from('{"problem": "1+2", "answer": 3}\n');

const access = (changes: Partial<HubAccess> = {}): HubAccess => ({
  ...hubAccessFrom({ HF_ENDPOINT: `${hub.endpoint}/`, ALLOT_CACHE: cache }, 'always'),
  retryMilliseconds: 5,
  idleMilliseconds: 2000,
  ...changes,
});

const request = (changes: Partial<Parameters<typeof locateHubFiles>[0]> = {}) => ({
  repo: 'owner/rows',
  revision: 'main',
  files: ['data/train-*.jsonl'],
  what: 'owner/rows',
  ...changes,
});

const contentRequests = () => hub.requests.filter((line) => line.startsWith('/cdn/'));
const codes = (found: Awaited<ReturnType<typeof locateHubFiles>>) => found[1].map(({ code }) => code);

describe('downloads', () => {
  test('files of several pages and sizes, in order, once', async () => {
    hub.files.set('owner/rows/data/train-1.jsonl', large);
    hub.files.set('owner/rows/data/train-0.jsonl', small);
    hub.files.set('owner/rows/data/test-0.jsonl', small);
    hub.files.set('owner/rows/README.md', small);
    const told: DownloadProgress[] = [];
    const [files, diagnostics] = await locateHubFiles(
      request(),
      access({ onProgress: (progress) => told.push(progress) }),
    );
    expect(diagnostics).toEqual([]);
    expect(files?.map((file) => file.split('/').slice(-2).join('/'))).toEqual([
      'data/train-0.jsonl',
      'data/train-1.jsonl',
    ]);
    expect(files?.map((file) => readFileSync(file).length)).toEqual([small.length, large.length]);
    expect(told.at(-1)).toEqual({
      file: 'owner/rows/data/train-1.jsonl',
      received: large.length,
      total: large.length,
    });
    const before = contentRequests().length;
    expect((await locateHubFiles(request(), access()))[0]).toEqual(files);
    expect(contentRequests().length).toBe(before);
  });

  test('a commit that is in the cache needs no request at all', async () => {
    hub.files.set('owner/rows/data/train-0.jsonl', large);
    const pinned = request({ revision: hub.commit });
    const first = await locateHubFiles(pinned, access());
    const before = hub.requests.length;
    expect(await locateHubFiles(pinned, access())).toEqual(first);
    expect(await locateHubFiles(pinned, access({ download: 'never' }))).toEqual(first);
    expect(hub.requests.length).toBe(before);
  });

  test('a cut connection goes on where it was cut', async () => {
    hub.files.set('owner/rows/data/train-0.jsonl', large);
    hub.mishaps.push({ kind: 'cut', after: 70_000 }, { kind: 'cut', after: 20_000 });
    const [files] = await locateHubFiles(request(), access());
    expect(readFileSync(files?.[0] as string).equals(large)).toBe(true);
    const ranges = contentRequests().map((line) => Number(/bytes=(\d+)/.exec(line)?.[1] ?? 0));
    expect(ranges[0]).toBe(0);
    expect(ranges.length).toBe(3);
    expect(ranges[1]).toBeGreaterThan(0);
    expect(ranges[2]).toBeGreaterThan(ranges[1] as number);
  });

  test('what an interrupted process has left is gone on with, and begun anew where it is damaged', async () => {
    hub.files.set('owner/rows/data/train-0.jsonl', large);
    hub.mishaps.push(...Array.from({ length: 6 }, () => ({ kind: 'cut', after: 0 }) as const));
    expect(codes(await locateHubFiles(request(), access()))).toEqual(['hub/unreachable']);
    const blobs = join(cache, 'hub', 'datasets--owner--rows', 'blobs');
    const [part] = readdirSync(blobs).filter((name) => name.endsWith('.part'));
    writeFileSync(join(blobs, part as string), Buffer.alloc(1000, 'damage'));
    const [files] = await locateHubFiles(request(), access());
    expect(readFileSync(files?.[0] as string).equals(large)).toBe(true);
    expect(contentRequests().at(-2)).toMatch(/bytes=1000-$/);
    expect(readdirSync(blobs).filter((name) => /part|lock/.test(name))).toEqual([]);
  });

  test('a server that ignores ranges, and one that is busy', async () => {
    hub.files.set('owner/rows/data/train-0.jsonl', large);
    hub.mishaps.push(
      { kind: 'status', status: 503 },
      { kind: 'status', status: 429, retryAfter: 0 },
      { kind: 'cut', after: 70_000 },
      { kind: 'whole' },
    );
    const [files] = await locateHubFiles(request(), access());
    expect(readFileSync(files?.[0] as string).equals(large)).toBe(true);
  });

  test('two at once download once', async () => {
    hub.files.set('owner/rows/data/train-0.jsonl', large);
    const [first, second] = await Promise.all([
      locateHubFiles(request(), access()),
      locateHubFiles(request(), access()),
    ]);
    expect(first).toEqual(second);
    expect(contentRequests().length).toBe(1);
  });

  test('the lock of a process that has died is taken over', async () => {
    hub.files.set('owner/rows/data/train-0.jsonl', large);
    const blobs = join(cache, 'hub', 'datasets--owner--rows', 'blobs');
    mkdirSync(blobs, { recursive: true });
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(join(blobs, `${sha256(large)}.lock`), String(dead));
    expect((await locateHubFiles(request(), access()))[0]).toHaveLength(1);
    expect(readdirSync(blobs)).toEqual([sha256(large)]);
  });

  test('an abort keeps what has come', async () => {
    hub.files.set('owner/rows/data/train-0.jsonl', large);
    const controller = new AbortController();
    hub.mishaps.push({ kind: 'silence' });
    const promise = locateHubFiles(request(), access({ signal: controller.signal }));
    setTimeout(() => controller.abort(new Error('stopped')), 50);
    await expect(promise).rejects.toThrow('stopped');
  });
});

describe('refusals', () => {
  test('a gated repository: without a token, with one that does not do, with the right one', async () => {
    hub.files.set('gated/rows/data/train-0.jsonl', large);
    const gated = request({ repo: 'gated/rows' });
    const [, without] = await locateHubFiles(gated, access());
    expect(without[0]).toMatchObject({ code: 'hub/no-access' });
    expect(without[0]?.help).toMatch(/^Put a token of yours into HF_TOKEN/);
    const [, wrong] = await locateHubFiles(gated, access({ token: 'hf_other' }));
    expect(wrong[0]?.help).toMatch(/does not open it/);
    expect(wrong[0]?.help).not.toContain('hf_other');
    const [files] = await locateHubFiles(gated, access({ token }));
    expect(files).toHaveLength(1);
  });

  test.each([
    ['no such repository', { repo: 'owner/other' }, 'hub/not-found'],
    ['no such revision', { revision: 'v2' }, 'hub/not-found'],
    ['no such file', { files: ['validation.jsonl'] }, 'hub/no-such-file'],
  ])('%s', async (_, changes, code) => {
    hub.files.set('owner/rows/data/train-0.jsonl', small);
    expect(codes(await locateHubFiles(request(changes), access()))).toEqual([code]);
  });

  test('content that is not what was listed', async () => {
    hub.files.set('owner/rows/data/train-0.jsonl', large);
    hub.mishaps.push({ kind: 'garbage' }, { kind: 'garbage' });
    expect(codes(await locateHubFiles(request(), access()))).toEqual(['hub/damaged-download']);
  });

  test('silence, no server, and a page that is no answer', async () => {
    hub.files.set('owner/rows/data/train-0.jsonl', large);
    hub.mishaps.push(...Array.from({ length: 5 }, () => ({ kind: 'silence' }) as const));
    expect(codes(await locateHubFiles(request(), access({ idleMilliseconds: 50 })))).toEqual([
      'hub/unreachable',
    ]);
    const nowhere = access({ endpoint: 'http://127.0.0.1:9' });
    expect(codes(await locateHubFiles(request({ repo: 'a/b' }), nowhere))).toEqual(['hub/unreachable']);
    for (const endpoint of ['localhost', 'file:///tmp'])
      expect(codes(await locateHubFiles(request({ repo: 'a/c' }), access({ endpoint })))).toEqual([
        'hub/unreachable',
      ]);
  });

  test('what the cache lacks is named, offline and where nothing is to be downloaded', async () => {
    const [, never] = await locateHubFiles(request(), access({ download: 'never' }));
    expect(never[0]).toMatchObject({ code: 'dataset/not-downloaded' });
    expect(never[0]?.message).toContain('owner/rows/data/train-*.jsonl at main');
    const offline = hubAccessFrom({ ALLOT_CACHE: cache, HF_HUB_OFFLINE: '1' }, 'always');
    const [, diagnostics] = await locateHubFiles(request(), offline);
    expect(diagnostics[0]).toMatchObject({ code: 'dataset/offline' });
    expect(diagnostics[0]?.help).toContain(cache);
    expect(hub.requests).toEqual([]);
  });

  test('one missing file of several is named', async () => {
    hub.files.set('owner/rows/data/train-0.jsonl', small);
    hub.files.set('owner/rows/data/train-1.jsonl', large);
    hub.mishaps.push({ kind: 'status', status: 200 });
    await locateHubFiles(request({ files: ['data/train-0.jsonl'] }), access());
    const [, diagnostics] = await locateHubFiles(request(), access({ download: 'never' }));
    expect(diagnostics[0]?.message).toContain('owner/rows/data/train-1.jsonl is not in the cache');
  });

  test('paths that lead out of the repository are no files', async () => {
    hub.files.set('owner/rows/../../evil.jsonl', small);
    expect(codes(await locateHubFiles(request({ files: ['../../evil.jsonl'] }), access()))).toEqual([
      'hub/no-such-file',
    ]);
  });
});

test('patterns: a star is any part of a name, and nothing else is special', () => {
  expect(matchesPath('main/train-00.parquet', 'main/train-*.parquet')).toBe(true);
  expect(matchesPath('main/deep/train-00.parquet', 'main/*.parquet')).toBe(false);
  expect(matchesPath('mainXtrain', 'main.train')).toBe(false);
});

test('the environment says where, as whom, and whether', () => {
  const found = hubAccessFrom({ HF_ENDPOINT: 'https://mirror/', HF_TOKEN: 't', ALLOT_CACHE: '/c' }, 'always');
  expect(found).toMatchObject({
    endpoint: 'https://mirror',
    token: 't',
    cache: '/c/hub',
    download: 'always',
  });
  expect(hubAccessFrom({ ALLOT_OFFLINE: 'true' }, 'always').download).toBe('offline');
  expect(hubAccessFrom({ ALLOT_OFFLINE: '0' }, 'always').download).toBe('always');
  expect(hubAccessFrom({}, 'never')).toMatchObject({ endpoint: 'https://huggingface.co', download: 'never' });
});
