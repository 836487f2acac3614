import { beforeAll, describe, expect, it } from 'vitest';
import { CommandError } from '../../../../infra/cli/command.ts';
import { ratesCommand } from '../../../../infra/cli/rates.ts';
import { saveRate } from '../../../../shared/domain/money/rates/table-rates.ts';
import { openTestPlatform, type TestPlatform } from '../../../support/fixtures/test-platform.ts';

let fixture: TestPlatform;
const run = (...args: string[]) => ratesCommand(args, { ...fixture.operator, deps: fixture.deps });

beforeAll(async () => {
  fixture = await openTestPlatform();
});

describe('npm run rates', () => {
  it('sets a rate from now on, for its own direction alone', async () => {
    expect(await run('set', 'GBP', 'CHF', '01.1200')).toBe(
      'GBP CHF  1.12  2026-03-01 10:00:00  source: operator',
    );
    const { rates, now } = fixture.deps;
    const set = { from: 'GBP', to: 'CHF', value: '1.12', at: now(), source: 'operator' };
    expect(await rates.findRate('GBP', 'CHF')).toEqual(set);
    expect(await rates.findRate('CHF', 'GBP')).toBeUndefined();
  });

  it('lists the rates, and marks those that are too old', async () => {
    const { store, now, rateMaxAgeMs } = fixture.deps;
    const at = now() - rateMaxAgeMs - 1_000;
    await saveRate(store, { from: 'AUD', to: 'NZD', value: '1.1', at, source: 'bank' });
    const lines = (await run('list')).split('\n');
    expect(lines[0]).toBe('AUD NZD  1.1  2026-02-28 09:59:59  source: bank  too old to be used');
    expect(lines).toContain('USD EUR  0.92  2026-03-01 10:00:00  source: demo');
    expect(lines).toEqual(lines.toSorted());
  });

  it.each([
    [['set']],
    [['set', 'USD', 'XYZ', '1']],
    [['set', 'USD', 'USD', '1']],
    [['set', 'USD', 'EUR']],
    [['set', 'USD', 'EUR', '0']],
    [['set', 'USD', 'EUR', '0,92']],
    [['set', 'USD', 'EUR', '0.1234567890123']],
    [['remove', 'USD', 'EUR']],
    [[]],
  ])('%j is refused', async (args) => {
    await expect(run(...args)).rejects.toThrow(CommandError);
  });
});
