// The server of a watched run: the page, and how far the run is; on this machine's own address only.
import { createServer, type ServerResponse } from 'node:http';
import type { Phase } from '@allot/spec';
import { blockedPorts } from './blocked-ports.js';
import { admit } from './refuse-request.js';
import { reportWatch } from './watch-catalog.js';

/** What is served. */
export interface WatchedRun {
  /** HTML. */
  page(): Promise<string>;
  /** JSON. */
  progress(): Promise<string>;
}

export interface WatchServer {
  readonly url: string;
  close(): void;
}

const LOOPBACK = '127.0.0.1';

/** Serves until it is closed; a port is 0 to 65535, and 0 takes one that is free. Diagnostics: `watch/port`. */
export async function openWatchServer(
  run: WatchedRun,
  { port, token }: { readonly port: number; readonly token: string },
): Promise<Phase<WatchServer>> {
  if (blockedPorts.has(port))
    return [undefined, [reportWatch('watch/port', { port, problem: 'browsers open no page there' })]];
  const server = createServer(({ method, headers: { host }, url }, response) => {
    const admitted = admit({ method, host, url }, token);
    if (typeof admitted !== 'string') return answer(response, admitted.status, 'text/plain', admitted.reason);
    const [type, content] =
      admitted === 'page' ? ['text/html', run.page()] : ['application/json', run.progress()];
    content.then(
      (text) => answer(response, 200, type, text),
      // What the run folder does to a reader is no reason to end: the next request may find it well again.
      (error: unknown) => answer(response, 500, 'text/plain', `The run cannot be read: ${String(error)}`),
    );
  });
  const problem = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve);
    server.listen(port, LOOPBACK, () => resolve(undefined));
  });
  if (problem !== undefined)
    return [undefined, [reportWatch('watch/port', { port, problem: problemOf(problem) })]];
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : port;
  return [
    {
      url: `http://${LOOPBACK}:${own}/${token}/`,
      close: () => {
        server.close();
        server.closeAllConnections();
      },
    },
    [],
  ];
}

/** Why the system gives no port. */
function problemOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return 'another program serves there';
  return code === 'EACCES' ? 'the system keeps it for itself' : message;
}

function answer(response: ServerResponse, status: number, type: string, text: string): void {
  response
    .writeHead(status, {
      'Content-Type': `${type}; charset=utf-8`,
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "frame-ancestors 'none'",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      ...(status === 405 && { Allow: 'GET' }),
    })
    .end(text);
}
