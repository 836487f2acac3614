import { setParts } from '../../../infra/ops/merchant-parts.ts';
import { linesEqualJournal } from '../../../shared/audit/lines.ts';
import { bookDeposit, type Deposit } from '../../../shared/ledger/deposit.ts';
import { findMerchant, type Merchant } from '../../../shared/merchants/merchant.ts';
import type { Call, Platform } from '../../../shared/platform/platform.ts';
import { queryStatement } from '../../../shared/statements/account-statement.ts';
import { writeLines } from '../../../shared/statements/write-lines.ts';
import type { Item } from '../../../shared/store/item.ts';
import { showingStore } from '../../support/ledger-images.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';

/** A platform whose ledger is shown as its stream shows it. */
export interface StatementWorld extends TestPlatform {
  /** What was shown and not worked off. */
  readonly images: Item[];
  /** Has what was shown become lines. */
  write(): Promise<void>;
  /** What is wrong with the lines. */
  findings(): Promise<readonly string[]>;
  /** A merchant without money, on so many parts. */
  caller(userNo: string, parts?: number): Promise<Call>;
  deposit(call: Call, amount: bigint, more?: Partial<Deposit>): Promise<void>;
}

export async function openStatementWorld(): Promise<StatementWorld> {
  const test = await openTestPlatform();
  const { store, images } = showingStore(test.platform.store);
  const platform: Platform = { ...test.platform, store };
  let deposits = 0;
  return {
    ...test,
    platform,
    images,
    write: async () => {
      const failed = await writeLines(platform, images.splice(0));
      for (const error of failed.values()) throw error;
    },
    findings: async () => {
      const { scan } = test.operator;
      return linesEqualJournal(await scan('ledger'), await scan('statements')).differences;
    },
    caller: async (userNo, parts = 1) => {
      const merchant = await test.merchant(userNo, 0n);
      if (parts > 1) await setParts(merchant, 'USD', String(parts), platform);
      const known = (await findMerchant(store, userNo)) as Merchant;
      return { platform, merchant: known, correlationId: `test-${userNo}` };
    },
    deposit: async ({ merchant: { userNo } }, amount, more = {}) => {
      deposits += 1;
      await bookDeposit(platform, {
        userNo,
        currency: 'USD',
        amount,
        reference: `BANK-${deposits}`,
        ...more,
      });
    },
  };
}

/** The merchant's whole USD statement, unless told. */
export const statement = (call: Call, changes: Partial<Parameters<typeof queryStatement>[0]> = {}) =>
  queryStatement(
    {
      accountType: 1,
      currency: 'USD',
      beginTime: '2026-01-01 00:00:00',
      endTime: '2099-12-31 23:59:59',
      currentPage: 1,
      pageSize: 50,
      ...changes,
    },
    call,
  );
