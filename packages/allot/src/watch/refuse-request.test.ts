import { describe, expect, test } from 'vitest';
import { type Asked, admit } from './refuse-request.js';

const token = 'Zm9yLXRoaXMtdGVzdA';
const ask = (asked: Partial<Asked>) =>
  admit({ method: 'GET', host: '127.0.0.1:4000', url: `/${token}/`, ...asked }, token);
const statusOf = (asked: Partial<Asked>): number | undefined => {
  const answer = ask(asked);
  return typeof answer === 'string' ? undefined : answer.status;
};

test('the token opens the page and its progress, and nothing else', () => {
  expect(ask({})).toBe('page');
  expect(ask({ url: `/${token}/progress` })).toBe('progress');
  for (const url of [`/${token}/run.json`, `/${token}/../run.json`, `/${token}/progress/`, `/${token}`])
    expect(statusOf({ url })).toBe(404);
});

describe('refused', () => {
  test.each(['/', '', '/x/', `/${token.slice(1)}/`, `/${token}x/`, `//${token}/`, `/?${token}`, undefined])(
    'the address %s without the token',
    (url) => {
      expect(statusOf({ url })).toBe(403);
    },
  );

  test.each([
    'evil.example',
    'evil.example:4000',
    '127.0.0.1.evil.example',
    'localhost.evil',
    '',
    undefined,
    '0.0.0.0',
  ])('the host %s, even with the token', (host) => {
    expect(statusOf({ host })).toBe(403);
  });

  test.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', undefined])('the method %s', (method) => {
    expect(statusOf({ method })).toBe(405);
  });
});

test('names of this machine, on any port', () => {
  for (const host of ['127.0.0.1', '127.0.0.1:1', 'localhost', 'LOCALHOST:65535'])
    expect(ask({ host })).toBe('page');
});
