import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { callSequences } from '../../../integration/runtime/store/store-calls.ts';
import { isEmptyResult, RecordingStore, type Sample } from '../../../support/requests/recording-store.ts';
import { replayInModel } from '../../../support/requests/replay.ts';
import { MemoryStore } from '../../../support/stores/model/memory-store.ts';
import { outcome } from '../../../support/stores/model/outcome.ts';

const endOf = (end: object): Sample['ended'] => {
  if ('impossible' in end) return 'impossible';
  if (!('answered' in end)) return 'refused';
  const { answered } = end as { answered: { order?: unknown } | undefined };
  return isEmptyResult(answered?.order ?? answered) ? 'nothing' : 'something';
};

/** Whether everything can be read. A fraction of a number beyond 2^53 cannot, and the domain has none. */
const isReadable = (store: MemoryStore): Promise<boolean> =>
  Promise.all((['cards', 'ledger', 'transactions'] as const).map((table) => store.scan(table))).then(
    () => true,
    () => false,
  );

it('the recording store answers like the model, and a replayed sample ends like its request', async () => {
  await fc.assert(
    fc.asyncProperty(callSequences, async (steps) => {
      const samples: Sample[] = [];
      const known = new Set<string>();
      const store = new RecordingStore({ known, keep: (sample) => samples.push(sample) });
      const model = new MemoryStore();
      for (const step of steps) {
        const expected = await outcome((those) => step(those, ''), model);
        fc.pre(await isReadable(model));
        expect(await outcome((those) => step(those, ''), store)).toEqual(expected);
      }
      // The store records after it returns.
      await setImmediate();
      expect(samples).toHaveLength(known.size);
      for (const sample of samples) expect(endOf((await replayInModel(sample)).outcome)).toBe(sample.ended);
    }),
    { numRuns: 100 },
  );
});
