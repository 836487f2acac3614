import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { PortTaken } from '../errors.ts';

/** The services whose ports can be chosen, as messages name them. */
export const SERVICES = { api: 'the API', dynamodb: 'DynamoDB Local', sqs: 'SQS and S3' } as const;

/** Port numbers; 0 stands for any free port. */
export type Ports = Readonly<Record<keyof typeof SERVICES, number>>;

const LOOPBACK = '127.0.0.1';

/**
 * Runs `listen`, which listens on the port.
 *
 * @throws PortTaken naming the service
 */
export async function listenOn<T>(port: number, service: string, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') throw new PortTaken(port, service);
    throw error;
  }
}

/**
 * Makes the server listen on the loopback interface only, and returns its port.
 *
 * @throws PortTaken naming the service
 */
export function listenLocally(server: Server, port: number, service: string): Promise<number> {
  return listenOn(port, service, async () => {
    server.listen(port, LOOPBACK);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  });
}

/**
 * Returns the port if it is free, or any free port for 0: for a program that must be told its port.
 *
 * @throws PortTaken naming the service
 */
export async function freePort(port: number, service: string): Promise<number> {
  const server = createServer();
  const free = await listenLocally(server, port, service);
  server.close();
  await once(server, 'close');
  return free;
}
