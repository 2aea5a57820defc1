import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeHub, startFakeHub } from '../../test-support/fake-hub.js';
import { type FakeProxy, startFakeProxy } from '../../test-support/fake-proxy.js';
import { hubAccessFrom } from './hub-access.js';
import { locateHubFiles } from './locate.js';
import { proxiesFrom, proxyFor } from './proxies.js';

const rows = Buffer.from('{"problem": "1+2", "answer": 3}\n'.repeat(5000));
let hub: FakeHub;
let proxy: FakeProxy;
let cache: string;

beforeEach(async () => {
  [hub, proxy] = await Promise.all([startFakeHub(), startFakeProxy()]);
  cache = mkdtempSync(join(tmpdir(), 'allot-proxy-'));
  hub.files.set('owner/rows/data/train-0.jsonl', rows);
});
afterEach(async () => {
  await Promise.all([hub.close(), proxy.close()]);
  rmSync(cache, { recursive: true });
});

/** Downloads with these variables set. */
const fetchWith = (variables: Readonly<Record<string, string>>) =>
  locateHubFiles(
    { repo: 'owner/rows', revision: 'main', files: ['data/train-*.jsonl'], what: 'owner/rows' },
    {
      ...hubAccessFrom({ HF_ENDPOINT: hub.endpoint, ALLOT_CACHE: cache, ...variables }, 'always'),
      retryMilliseconds: 5,
      idleMilliseconds: 2000,
    },
  );

test.each(['http_proxy', 'HTTP_PROXY'])('downloads go through the proxy of %s', async (variable) => {
  const [files, diagnostics] = await fetchWith({ [variable]: `http://me:word@${proxy.address}` });
  expect(diagnostics).toEqual([]);
  expect(readFileSync(files?.[0] ?? '')).toEqual(rows);
  expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(hub.endpoint).host]));
  expect(proxy.authorizations[0]).toBe(`Basic ${Buffer.from('me:word').toString('base64')}`);
});

test('an address without a scheme is one of http', async () => {
  expect((await fetchWith({ HTTP_PROXY: proxy.address }))[1]).toEqual([]);
  expect(proxy.tunnels.length).toBeGreaterThan(0);
});

test.each([
  ['no proxy is named', {}],
  ['the host is one of NO_PROXY', { NO_PROXY: 'example.com,127.0.0.1' }],
  ['the proxy is for https alone', { HTTP_PROXY: '' }],
])('nothing goes through it where %s', async (_, variables) => {
  const named: Readonly<Record<string, string>> =
    Object.keys(variables).length === 0 ? {} : { HTTP_PROXY: proxy.address, HTTPS_PROXY: proxy.address };
  expect((await fetchWith({ ...named, ...variables }))[1]).toEqual([]);
  expect(proxy.tunnels).toEqual([]);
  expect(hub.requests.length).toBeGreaterThan(0);
});

describe('what stands in the way', () => {
  test('a proxy that is not there, with where it should be', async () => {
    const [files, diagnostics] = await fetchWith({ HTTP_PROXY: 'http://me:word@127.0.0.1:1' });
    expect(files).toBeUndefined();
    expect(diagnostics.map(({ code, message }) => ({ code, message }))).toEqual([
      {
        code: 'hub/unreachable',
        message: expect.stringContaining(' through the proxy http://127.0.0.1:1 of HTTP_PROXY: '),
      },
    ]);
    expect(hub.requests).toEqual([]);
  });

  test('a proxy that refuses, with its status', async () => {
    const refusing = await startFakeProxy(407);
    const [, diagnostics] = await fetchWith({ HTTP_PROXY: refusing.address });
    expect(diagnostics[0]?.message).toContain('407');
    await refusing.close();
  });

  test.each(['socks5://me:word@127.0.0.1:1080', 'http://', 'a b'])(
    '%s, without its password',
    async (value) => {
      const [, diagnostics] = await fetchWith({ HTTP_PROXY: value });
      expect(diagnostics.map(({ code }) => code)).toEqual(['hub/bad-proxy']);
      expect(diagnostics[0]?.message).toContain('HTTP_PROXY');
      expect(diagnostics[0]?.message).not.toContain('word');
      expect(hub.requests).toEqual([]);
    },
  );
});

describe('the proxy of an address', () => {
  const proxies = { HTTP_PROXY: 'a:1', HTTPS_PROXY: 'https://me:word@b:2', NO_PROXY: '' };
  const [http, https] = [
    { variable: 'HTTP_PROXY', address: 'http://a:1' },
    { variable: 'HTTPS_PROXY', address: 'https://b:2' },
  ];

  test.each([
    ['http://hub.example/x', {}, http],
    ['https://hub.example/x', {}, https],
    ['https://hub.example/x', { HTTPS_PROXY: '' }, http],
    ['http://hub.example/x', { HTTP_PROXY: '' }, undefined],
    ['https://hub.example/x', { NO_PROXY: '*' }, undefined],
    ['https://hub.example/x', { NO_PROXY: 'other, .example' }, undefined],
    ['https://hub.example/x', { NO_PROXY: 'ample' }, https],
    ['https://hub.example/x', { NO_PROXY: 'HUB.example:443' }, undefined],
    ['https://hub.example/x', { NO_PROXY: 'hub.example:80' }, https],
    ['http://[::1]:8080/x', { NO_PROXY: '[::1]' }, undefined],
  ])('%s with %o', (url, changes, expected) => {
    expect(proxyFor(url, { ...proxies, ...changes })).toEqual(expected);
  });
});

test('small letters win, as they do elsewhere', () => {
  expect(proxiesFrom({ https_proxy: 'a:1', HTTPS_PROXY: 'b:1', NO_PROXY: 'c' })).toEqual({
    HTTP_PROXY: '',
    HTTPS_PROXY: 'a:1',
    NO_PROXY: 'c',
  });
});
