import type { AddressInfo, Server, Socket } from 'node:net';
import type { Resolve } from '../../../shared/runtime/http/checked-lookup.ts';

/** What a test has opened, to be closed when it is over. */
export const cleanups: (() => unknown)[] = [];

/** Closes what the test has opened. */
export async function closeAll(): Promise<void> {
  for (const close of cleanups.splice(0)) await close();
}

/** Listens on this machine until the test is over; answers the port and the connections that came. */
export async function listen(server: Server): Promise<{ port: number; connections: Socket[] }> {
  const connections: Socket[] = [];
  server.on('connection', (socket) => connections.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of connections) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections };
}

/** Answers a look-up with the first addresses, the next one with the next, and keeps the names that were asked for. */
export function resolver(...answers: string[][]) {
  const hostnames: string[] = [];
  const resolve: Resolve = (hostname, _, callback) => {
    const addresses = answers[Math.min(hostnames.length, answers.length - 1)] ?? [];
    hostnames.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { resolve, asked: hostnames };
}
