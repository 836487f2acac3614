import { setShards } from '../../../../../infra/cli/merchant-shards.ts';
import { linesEqualJournal } from '../../../../../shared/domain/audit/statement-checks.ts';
import type { Dependencies, MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { bookDeposit, type Deposit } from '../../../../../shared/domain/money/accounts/deposit.ts';
import { pageStatement } from '../../../../../shared/domain/money/statements/statement-inquiry.ts';
import { writeLines } from '../../../../../shared/domain/money/statements/write-lines.ts';
import { findMerchant, type Merchant } from '../../../../../shared/domain/parties/merchant.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import {
  fulfilledLater,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';
import { streamingStore } from '../../../../support/stores/ledger-stream.ts';

/** A platform whose ledger writes are recorded as its stream shows them. */
export interface StatementFixture extends TestPlatform {
  /** The stream images that have not been processed yet. */
  readonly images: Item[];
  /** Writes the lines of the recorded images. */
  write(): Promise<void>;
  /** Returns the differences of the lines. */
  findings(): Promise<readonly string[]>;
  /** Creates a merchant without money whose account has this many shards. */
  caller(userNo: string, shards?: number): Promise<MerchantCall>;
  deposit(call: MerchantCall, amount: bigint, more?: Partial<Deposit>): Promise<void>;
}

export async function openStatementFixture(): Promise<StatementFixture> {
  const test = await openTestPlatform(fulfilledLater);
  const { store, images } = streamingStore(test.deps.store);
  const deps: Dependencies = { ...test.deps, store };
  let deposits = 0;
  return {
    ...test,
    deps,
    images,
    write: async () => {
      const failed = await writeLines(deps, images.splice(0));
      for (const error of failed.values()) throw error;
    },
    findings: async () => {
      const { scan } = test.operator;
      return linesEqualJournal(await scan('ledger'), await scan('statements')).differences;
    },
    caller: async (userNo, shards = 1) => {
      const merchant = await test.merchant(userNo, 0n);
      if (shards > 1) await setShards(merchant, 'USD', String(shards), deps);
      const stored = (await findMerchant(store, userNo)) as Merchant;
      return { deps, merchant: stored, correlationId: `test-${userNo}` };
    },
    deposit: async ({ merchant: { userNo } }, amount, more = {}) => {
      deposits += 1;
      await bookDeposit(deps, {
        userNo,
        currency: 'USD',
        amount,
        reference: `BANK-${deposits}`,
        ...more,
      });
    },
  };
}

/** Returns the merchant's whole USD statement by default. */
export const statement = (call: MerchantCall, changes: Partial<Parameters<typeof pageStatement>[0]> = {}) =>
  pageStatement(
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
