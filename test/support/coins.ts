import { custodyAccount, merchantDptAccount } from '../../shared/ledger/accounts.ts';
import { entryWrites, transfer } from '../../shared/ledger/entry.ts';
import type { Platform } from '../../shared/platform/platform.ts';

/** Puts coins (in minor units) onto a merchant's dpt account, once for the reference, as if they had come in by a chain. */
export async function bookCoins(
  platform: Platform,
  deposit: { userNo: string; coin: string; amount: bigint; reference: string },
): Promise<void> {
  const { userNo, coin, amount, reference } = deposit;
  const account = merchantDptAccount(userNo, coin);
  const postings = transfer([custodyAccount(coin), 'available'], [account, 'available'], amount);
  const entry = { cause: `deposit/${reference}`, at: platform.now(), postings };
  await platform.store.write(entryWrites(entry, () => new Error(`a deposit cannot take from ${account}`)));
}
