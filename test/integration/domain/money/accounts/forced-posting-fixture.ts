import { forcedEntryWrites } from '../../../../../shared/domain/money/accounts/forced-postings.ts';
import {
  type Account,
  balanceKey,
  merchantCardAccount,
  settlementAccount,
  shardOf,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { type Posting, transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import { readShards } from '../../../../../shared/domain/money/ledger/shards.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import type { Write } from '../../../../../shared/runtime/store/write.ts';
import { openTestPlatform, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';

/** The refusal of a posting that would take a balance below zero. */
export class Insufficient extends Error {}

/** The counterpart of every posting in these tests. */
export const bank = settlementAccount('USD');

/** The balance item of a shard as it is stored; undefined where there is none. */
export type StoredBalance = Item | undefined;

interface DebitOptions {
  readonly postings?: readonly Posting[];
  readonly overdraft?: boolean;
  readonly cause?: string;
}

/** A merchant's account that forced postings debit. */
export interface DebitedAccount {
  readonly fixture: TestPlatform;
  readonly account: Account;
  /** Stores the balance item of a shard. */
  saveShard(shard: number, item: Item): Promise<void>;
  /** Stores all shards of the account. */
  saveShards(balances: readonly StoredBalance[]): Promise<void>;
  /** Prepares a forced debit of `amount`; returns its writes and the alarms that were raised. */
  prepare(amount: bigint, request?: DebitOptions): Promise<{ writes: Write[]; alarms: unknown[] }>;
  write(writes: readonly Write[]): Promise<void>;
  /** Returns the available balance of each shard, and which shards are locked. */
  balancesNow(shardCount: number): Promise<{ available: number[]; locked: number[] }>;
}

/** Opens a platform; each call of the result creates an account. */
export async function openDebitedAccounts(): Promise<() => DebitedAccount> {
  const fixture = await openTestPlatform();
  const { store } = fixture.deps;
  let accounts = 0;
  return () => {
    accounts += 1;
    const account = merchantCardAccount(String(accounts), 'USD');
    const saveShard = (shard: number, item: Item) => {
      const key = balanceKey(shardOf(account, shard));
      return store.write([
        { kind: 'put', table: 'ledger', item: { ...key, frozen: 0n, ...item }, replace: true },
      ]);
    };
    return {
      fixture,
      account,
      saveShard,
      saveShards: async (balances) => {
        for (const [shard, item] of balances.entries())
          if (item)
            await saveShard(shard, {
              ...item,
              ...(shard === 0 && balances.length > 1 && { shards: balances.length }),
            });
      },
      prepare: async (amount, { postings, overdraft = true, cause = `test/${account}` } = {}) => {
        const debits = postings ?? transfer([account, 'available'], [bank, 'available'], amount);
        const alarms: unknown[] = [];
        const alarm = (what: string, about: unknown) => alarms.push([what, about]);
        const guard = { account, overdraft, onConflict: () => undefined };
        const entry = { cause, at: fixture.deps.now(), postings: debits };
        const refused = (name: Account) => new Insufficient(name);
        const writes = await forcedEntryWrites({ ...fixture.deps, alarm }, entry, refused, [guard]);
        return { writes, alarms };
      },
      write: (writes) => store.write(writes),
      balancesNow: async (count) => {
        const all = await readShards(store, account, count);
        return {
          available: all.map(({ available }) => Number(available)),
          locked: all.flatMap(({ locked }, shard) => (locked ? [shard] : [])),
        };
      },
    };
  };
}
