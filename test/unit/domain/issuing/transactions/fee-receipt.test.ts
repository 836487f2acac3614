import { expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import { merchantReceiptFor } from '../../../../../shared/domain/issuing/transactions/fee-receipt.ts';
import { WriteConflict } from '../../../../../shared/runtime/idempotency/execute-once.ts';
import { firstIdAt } from '../../../../../shared/runtime/ids.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';

const receiptKey = (receiptNo: string) => ({ pk: `receipt/${receiptNo}` });
const NOW = Date.UTC(2026, 2, 1, 2);
const deps = () => ({ store: new MemoryStore(), now: () => NOW, random: () => 0 }) as unknown as Dependencies;

it('a receipt keeps its own number for the source that used it first', async () => {
  const platform = deps();
  const first = await merchantReceiptFor(platform, 'one', '5');
  expect(first.receiptNo).toBe('5');
  await platform.store.write(first.writes);
  expect(await platform.store.get('transactions', receiptKey('5'))).toEqual({
    ...receiptKey('5'),
    source: 'one',
  });
  expect(await merchantReceiptFor(platform, 'one', '5')).toEqual({ receiptNo: '5', writes: [] });
});

it('a receipt whose number another source has used gets a number of this platform', async () => {
  const platform = deps();
  await platform.store.write((await merchantReceiptFor(platform, 'one', '5')).writes);
  const { receiptNo, writes } = await merchantReceiptFor(platform, 'two', '5');
  expect(receiptNo).toBe(firstIdAt(NOW - 1));
  await platform.store.write(writes);
  expect(await platform.store.get('transactions', receiptKey(receiptNo))).toMatchObject({ source: 'two' });
});

it('a number that another source uses meanwhile is a write conflict', async () => {
  const platform = deps();
  const [one, two] = await Promise.all(
    ['one', 'two'].map((source) => merchantReceiptFor(platform, source, '5')),
  );
  await platform.store.write(one?.writes ?? []);
  await expect(platform.store.write(two?.writes ?? [])).rejects.toThrow(WriteConflict);
});
