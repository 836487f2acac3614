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

/** What refuses where a balance must not fall. */
export class Insufficient extends Error {}

/** The other side of whatever is taken here. */
export const bank = settlementAccount('USD');

/** The balance item of a part as it is kept, for years; undefined where there is none. */
export type StoredBalance = Item | undefined;

interface DebitOptions {
  readonly postings?: readonly Posting[];
  readonly overdraft?: boolean;
  readonly cause?: string;
}

/** A merchant's account that money is taken from by force. */
export interface DebitedAccount {
  readonly fixture: TestPlatform;
  readonly account: Account;
  /** Makes the balance item of a part this. */
  saveShard(part: number, item: Item): Promise<void>;
  /** Lays the account out: what its first part says of it included. */
  saveShards(parts: readonly StoredBalance[]): Promise<void>;
  /** What takes so much, as it was decided, and every alarm that was raised. */
  prepare(amount: bigint, request?: DebitOptions): Promise<{ writes: Write[]; alarms: unknown[] }>;
  write(writes: readonly Write[]): Promise<void>;
  /** What is available on so many parts, and which of them are locked. */
  now(parts: number): Promise<{ available: number[]; locked: number[] }>;
}

/** Opens a platform, on which each call makes an account. */
export async function openDebitedAccounts(): Promise<() => DebitedAccount> {
  const fixture = await openTestPlatform();
  const { store } = fixture.deps;
  let accounts = 0;
  return () => {
    accounts += 1;
    const account = merchantCardAccount(String(accounts), 'USD');
    const saveShard = (part: number, item: Item) => {
      const key = balanceKey(shardOf(account, part));
      return store.write([
        { kind: 'put', table: 'ledger', item: { ...key, frozen: 0n, ...item }, replace: true },
      ]);
    };
    return {
      fixture: fixture,
      account,
      saveShard,
      saveShards: async (parts) => {
        for (const [part, item] of parts.entries())
          if (item)
            await saveShard(part, {
              ...item,
              ...(part === 0 && parts.length > 1 && { shards: parts.length }),
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
      now: async (count) => {
        const all = await readShards(store, account, count);
        return {
          available: all.map(({ available }) => Number(available)),
          locked: all.flatMap(({ locked }, part) => (locked ? [part] : [])),
        };
      },
    };
  };
}
