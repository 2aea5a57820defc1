// A proxy that opens tunnels, and keeps to whom.
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface FakeProxy {
  readonly address: string;
  /** Hosts with ports that were asked for, in order. */
  readonly tunnels: string[];
  /** What requests said about who asks. */
  readonly authorizations: (string | undefined)[];
  close(): Promise<void>;
}

/** `refuse`: answers every request with this status. */
export async function startFakeProxy(refuse?: number): Promise<FakeProxy> {
  const tunnels: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer();
  server.on('connect', ({ url = '', headers }, socket) => {
    tunnels.push(url);
    authorizations.push(headers['proxy-authorization']);
    if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${url}`);
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.pipe(socket);
      socket.pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    authorizations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
