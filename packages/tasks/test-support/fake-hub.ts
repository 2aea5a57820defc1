// A server that behaves like the hub: revisions, a paged tree, redirects to another address, ranges, refusals, cut connections.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeHub {
  readonly endpoint: string;
  /** Requests as `GET path range`, in order. */
  readonly requests: string[];
  /** Files by `owner/name/path`. */
  readonly files: Map<string, Buffer>;
  readonly commit: string;
  /** What happens instead of the next answers to requests of content; taken from the front. */
  readonly mishaps: Mishap[];
  close(): Promise<void>;
}

export type Mishap =
  | { readonly kind: 'cut'; readonly after: number }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  | { readonly kind: 'silence' }
  | { readonly kind: 'whole' }
  | { readonly kind: 'garbage' };

export const commit = '0123456789abcdef0123456789abcdef01234567';
export const token = 'hf_secret';

interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Files of repositories whose owner is `gated` need the token. Files of over 100 bytes are large ones, with a sha256. */
export async function startFakeHub(): Promise<FakeHub> {
  const requests: string[] = [];
  const files = new Map<string, Buffer>();
  const mishaps: Mishap[] = [];
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', endpoint);
    const { range, authorization } = request.headers;
    requests.push(`${pathname}${range ? ` ${range}` : ''}`);
    const content = files.get(decodeURIComponent(pathname.replace('/cdn/', '')));
    if (content) {
      send(response, content, range, mishaps.shift());
      return;
    }
    const {
      status,
      body = '',
      headers = {},
    } = reply(pathname, Number(searchParams.get('page') ?? 0), authorization);
    response.writeHead(status, headers);
    response.end(body);
  }

  function reply(pathname: string, page: number, authorization: string | undefined): Reply {
    const repo = /^\/(?:api\/)?datasets\/([^/]+\/[^/]+)\//.exec(pathname)?.[1] ?? '';
    if (repo.startsWith('gated/') && authorization !== `Bearer ${token}`)
      return { status: authorization ? 403 : 401 };
    const own = [...files].filter(([name]) => name.startsWith(`${repo}/`));
    if (own.length === 0) return { status: 404 };
    if (pathname.endsWith('/revision/main')) return { status: 200, body: JSON.stringify({ sha: commit }) };
    if (pathname.includes('/tree/')) {
      const entries = own.map(([name, content]) => entryOf(name.slice(repo.length + 1), content));
      const next = `${endpoint}${pathname}?page=${page + 1}`;
      const headers: Record<string, string> =
        page + 1 < entries.length ? { link: `<${next}>; rel="next"` } : {};
      const folder = { type: 'directory', path: 'data', oid: '0', size: 0 };
      return { status: 200, body: JSON.stringify([folder, entries[page]]), headers };
    }
    const path = /\/resolve\/[0-9a-f]+\/(.*)$/.exec(pathname)?.[1] ?? '';
    return files.has(`${repo}/${decodeURIComponent(path)}`)
      ? { status: 302, headers: { location: `/cdn/${repo}/${path}` } }
      : { status: 404 };
  }

  return {
    endpoint,
    requests,
    files,
    commit,
    mishaps,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function entryOf(path: string, content: Buffer) {
  const git = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
  const lfs = { oid: createHash('sha256').update(content).digest('hex'), size: content.length };
  return { type: 'file', path, size: content.length, oid: git, ...(content.length > 100 ? { lfs } : {}) };
}

function send(
  response: ServerResponse,
  content: Buffer,
  range: string | undefined,
  mishap: Mishap | undefined,
): void {
  if (mishap?.kind === 'silence') return;
  if (mishap?.kind === 'status') {
    const headers = mishap.retryAfter === undefined ? {} : { 'retry-after': String(mishap.retryAfter) };
    response.writeHead(mishap.status, headers);
    response.end();
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const ranged = start > 0 && mishap?.kind !== 'whole';
  const body =
    mishap?.kind === 'garbage' ? Buffer.alloc(content.length, 'x') : content.subarray(ranged ? start : 0);
  response.writeHead(ranged ? 206 : 200, {
    'content-length': String(body.length),
    ...(ranged ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
  });
  if (mishap?.kind !== 'cut') response.end(body);
  else response.write(body.subarray(0, mishap.after), () => setTimeout(() => response.destroy(), 20));
}
