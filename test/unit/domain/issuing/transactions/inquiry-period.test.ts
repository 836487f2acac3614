import { describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { inquireTransactions } from '../../../../../shared/domain/issuing/transactions/transaction-inquiry.ts';
import { MAX_INQUIRY_DAYS } from '../../../../../shared/wire/contract/operations/transactions.ts';
import { formatDateTime } from '../../../../../shared/wire/contract/time.ts';
import { ParameterInvalid } from '../../../../../shared/wire/errors.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';

const DAY_MS = 24 * 60 * 60_000;
const FIRST_DAY = Date.UTC(2026, 2, 1, -8);
const LAST_DAY = formatDateTime(FIRST_DAY + MAX_INQUIRY_DAYS * DAY_MS, '+08:00').slice(0, 10);

const deps = { store: new MemoryStore(), now: () => FIRST_DAY, utcOffset: '+08:00' };
const inquire = (from: string, to: string) =>
  inquireTransactions(
    {
      timeType: 0,
      currentPage: 1,
      pageSize: 10,
      beginTime: `2026-03-01 ${from}`,
      endTime: `${LAST_DAY} ${to}`,
    },
    { deps, merchant: { userNo: '1' } } as unknown as MerchantCall,
  );

describe('the longest period', () => {
  it.each([
    ['in whole days ends with the last second of its last day', '00:00:00', '23:59:59'],
    ['that begins at midnight ends at midnight', '00:00:00', '00:00:00'],
    ['that begins within a day ends at the same time of a day', '10:00:00', '10:00:00'],
  ])('%s', async (_, from, to) => {
    expect(await inquire(from, to)).toMatchObject({ list: [] });
  });

  it.each([
    ['00:00:00', '23:59:58'],
    ['00:00:00', '00:00:01'],
    ['00:00:01', '23:59:59'],
    ['10:00:00', '10:00:01'],
  ])('is exceeded from %s to %s', async (from, to) => {
    await expect(inquire(from, to)).rejects.toThrow(ParameterInvalid);
  });
});
