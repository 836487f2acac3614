import { expect, it } from 'vitest';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { tryWrite } from '../../../../shared/runtime/store/try-write.ts';
import { conflictErrorFor, type Write } from '../../../../shared/runtime/store/write.ts';

class Taken extends Error {}

const expected: Write = { kind: 'put', table: 'cards', item: { pk: 'number/1' } };
const own: Write = { kind: 'put', table: 'cards', item: { pk: 'number/2' }, onConflict: () => new Taken() };

/** Returns a store in which the write of this key fails its condition. */
const storeWith = (key: string, current?: Item) => ({
  async write(writes: readonly Write[]): Promise<void> {
    const failed = writes.find((write) => write.kind === 'put' && write.item.pk === key);
    if (failed) throw conflictErrorFor(failed, current);
  },
});

it('returns undefined when the writes were made', async () => {
  expect(await tryWrite(storeWith('number/3'), [expected, own])).toBeUndefined();
});

it('returns the write whose condition failed, and the item that it found', async () => {
  const current = { pk: 'number/1', cardId: '7' };
  const conflict = await tryWrite(storeWith('number/1', current), [own, expected]);
  expect(conflict?.write).toBe(expected);
  expect(conflict?.current).toBe(current);
});

it('has no item for a condition that failed for want of one', async () => {
  expect(await tryWrite(storeWith('number/1'), [expected])).toEqual({ write: expected, current: undefined });
});

it('throws what the onConflict of a write makes', async () => {
  await expect(tryWrite(storeWith('number/2'), [expected, own])).rejects.toThrow(Taken);
});

it('throws every other failure of the store', async () => {
  const failure = new Error('no connection');
  const broken = { write: () => Promise.reject(failure) };
  await expect(tryWrite(broken, [expected])).rejects.toBe(failure);
});
