import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import { generateUnusedNumber } from '../../../../../shared/domain/issuing/transactions/unused-number.ts';
import { firstIdAt } from '../../../../../shared/runtime/ids.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';

const NOW = Date.UTC(2026, 2, 1, 2);
const keyOf = (number: string) => ({ pk: `record/${number}` });

/** Returns a source of these draws, each modulo the limit, and of zeros after them. */
function drawing(draws: readonly number[]) {
  const left = [...draws];
  return (limit: number) => (left.shift() ?? 0) % limit;
}

it('an unused number lies in the hour before now', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 2 }), async (draws) => {
      const deps = { store: new MemoryStore(), now: () => NOW, random: drawing(draws) };
      const number = await generateUnusedNumber(deps as unknown as Dependencies, keyOf);
      expect(number < firstIdAt(NOW)).toBe(true);
      expect(number >= firstIdAt(NOW - 3_600_000)).toBe(true);
    }),
  );
});

it('a number in use is skipped', async () => {
  const store = new MemoryStore();
  const taken = firstIdAt(NOW - 1);
  await store.write([{ kind: 'put', table: 'transactions', item: keyOf(taken) }]);
  const deps = { store, now: () => NOW, random: drawing([0, 0, 0, 1]) };
  const number = await generateUnusedNumber(deps as unknown as Dependencies, keyOf);
  expect(BigInt(number)).toBe(BigInt(taken) + 1n);
});
