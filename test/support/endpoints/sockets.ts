import type { AddressInfo, Server, Socket } from 'node:net';
import type { Resolve } from '../../../shared/runtime/http/checked-lookup.ts';

/** Clean-up functions of what the test has opened. */
export const cleanups: (() => unknown)[] = [];

/** Closes what the test has opened. */
export async function closeAll(): Promise<void> {
  for (const close of cleanups.splice(0)) await close();
}

/** Listens on this machine until the test ends. Returns the port and the accepted connections. */
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

/** Returns a resolver that gives each look-up the next list of addresses and records the names. */
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
  return { resolve, requested: hostnames };
}
