import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { PortTaken, type ServicePort } from '../errors.ts';

/** The ports that can be chosen, and how. */
export const SERVICE_PORTS = {
  api: { label: 'the API', option: '--port', variable: 'ISSUARY_PORT' },
  dynamodb: {
    label: 'DynamoDB Local',
    option: '--dynamodb-port',
    variable: 'ISSUARY_DYNAMODB_PORT',
  },
  sqs: { label: 'SQS and S3', option: '--sqs-port', variable: 'ISSUARY_SQS_PORT' },
  receiver: {
    label: 'the demo receiver',
    option: '--receiver-port',
    variable: 'ISSUARY_RECEIVER_PORT',
  },
} as const satisfies Record<string, ServicePort>;

/** Port numbers; 0 for any that is free. */
export type Ports = Readonly<Record<keyof typeof SERVICE_PORTS, number>>;

const LOOPBACK = '127.0.0.1';

/**
 * Runs `listen` and says it in a sentence when the port is taken.
 *
 * @throws PortTaken
 */
export async function listenOn<T>(port: number, service: ServicePort, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') throw new PortTaken(port, service);
    throw error;
  }
}

/**
 * Listens on this machine only, and answers the port.
 *
 * @throws PortTaken
 */
export function listenLocally(server: Server, port: number, service: ServicePort): Promise<number> {
  return listenOn(port, service, async () => {
    server.listen(port, LOOPBACK);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  });
}

/**
 * The port itself if it is free, or for 0 any that is: for a program that has to be told.
 *
 * @throws PortTaken
 */
export async function freePort(port: number, service: ServicePort): Promise<number> {
  const server = createServer();
  await listenOn(port, service, async () => {
    server.listen(port, LOOPBACK);
    await once(server, 'listening');
  });
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}
