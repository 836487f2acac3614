import { setTimeout as wait } from 'node:timers/promises';
import { readDeployment } from '../../infra/ops/audit.ts';
import type { Operator } from '../../infra/ops/operator.ts';
import { type TableName, tables } from '../../shared/store/tables.ts';
import { WHOLE_NUMBER } from './hostile.ts';

const LOOK_AGAIN_MS = 500;

/** Waits until the platform has nothing left to do by itself; answers what is still undone after `patienceMs`. */
export async function settled(operator: Operator, patienceMs: number): Promise<string[]> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { orders, notifications } = await readDeployment(operator);
    const undone = [
      ...orders.filter(({ status, issuer }) => status === 'pending' && issuer === 'embedded'),
      ...notifications.filter(({ status }) => status === 'pending'),
    ];
    if (undone.length === 0) return [];
    if (Date.now() > deadline)
      return undone.map(
        (one) => `left undone: ${'notificationId' in one ? one.notificationId : one.orderId}`,
      );
    await wait(LOOK_AGAIN_MS);
  }
}

/** Where a whole card number that an upstream told has stayed in clear. */
export async function wholeNumbersKept({ scan }: Operator): Promise<string[]> {
  const names = Object.keys(tables) as TableName[];
  const found = await Promise.all(
    names.map(async (name) =>
      (await scan(name))
        .filter((item) => text(item).includes(WHOLE_NUMBER))
        .map(({ pk }) => `a whole card number is kept in ${name}: ${pk}`),
    ),
  );
  return found.flat();
}

const text = (item: object): string =>
  JSON.stringify(item, (_, value) => (typeof value === 'bigint' ? String(value) : value));
