import { setTimeout as wait } from 'node:timers/promises';
import { readDeploymentSnapshot } from '../../infra/cli/audit.ts';
import type { Operator } from '../../infra/cli/command.ts';
import { type TableName, tables } from '../../shared/runtime/store/tables.ts';
import { HOSTILE_PAN } from './hostile.ts';

const POLL_MS = 500;

/** Waits until the platform has no work left. Returns what is still unfinished after `patienceMs`. */
export async function waitUntilSettled(operator: Operator, timeoutMs: number): Promise<string[]> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const { orders, notifications } = await readDeploymentSnapshot(operator);
    const undone = [
      ...orders.filter(({ status, issuer }) => status === 'pending' && issuer === 'embedded'),
      ...notifications.filter(({ status }) => status === 'pending'),
    ];
    if (undone.length === 0) return [];
    if (Date.now() > deadline)
      return undone.map(
        (one) => `left unfinished: ${'notificationId' in one ? one.notificationId : one.orderId}`,
      );
    await wait(POLL_MS);
  }
}

/** Returns the records that contain, in clear, a full card number that an upstream sent. */
export async function storedPans({ scan }: Operator): Promise<string[]> {
  const names = Object.keys(tables) as TableName[];
  const found = await Promise.all(
    names.map(async (name) =>
      (await scan(name))
        .filter((item) => text(item).includes(HOSTILE_PAN))
        .map(({ pk }) => `a whole card number is stored in ${name}: ${pk}`),
    ),
  );
  return found.flat();
}

const text = (item: object): string =>
  JSON.stringify(item, (_, value) => (typeof value === 'bigint' ? String(value) : value));
