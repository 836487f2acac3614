import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstSince } from '../../../../shared/runtime/store/bisect.ts';

it('finds the beginning of a period with a logarithmic number of reads', async () => {
  const times = fc.array(fc.nat(50), { maxLength: 200 }).map((all) => all.sort((one, other) => one - other));
  await fc.assert(
    fc.asyncProperty(times, fc.nat(60), async (sorted, ms) => {
      let request = 0;
      const last = { number: sorted.length, time: sorted.at(-1) ?? 0 };
      const found = await firstSince(ms, last, async (number) => {
        request += 1;
        return sorted[number - 1] ?? Number.NaN;
      });
      const expected = sorted.findIndex((time) => time >= ms);
      expect(found).toBe(expected < 0 ? sorted.length + 1 : expected + 1);
      expect(request).toBeLessThanOrEqual(Math.ceil(Math.log2(sorted.length + 1)) + 1);
    }),
  );
});
