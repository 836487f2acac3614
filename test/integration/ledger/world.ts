import {
  type Account,
  balanceKey,
  merchantCardAccount,
  partOf,
  settlementAccount,
} from '../../../shared/ledger/accounts.ts';
import { type Posting, transfer } from '../../../shared/ledger/entry.ts';
import { forcedWrites } from '../../../shared/ledger/forced.ts';
import { readParts } from '../../../shared/ledger/parts.ts';
import type { Item } from '../../../shared/store/item.ts';
import type { Write } from '../../../shared/store/write.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';

/** What refuses where a balance must not fall. */
export class Insufficient extends Error {}

/** The other side of whatever is taken here. */
export const bank = settlementAccount('USD');

/** The balance item of a part as it is kept, for years; undefined where there is none. */
export type Kept = Item | undefined;

interface Asked {
  readonly postings?: readonly Posting[];
  readonly overdraft?: boolean;
  readonly cause?: string;
}

/** A merchant's account that money is taken from by force. */
export interface TakenFrom {
  readonly world: TestPlatform;
  readonly account: Account;
  /** Makes the balance item of a part this. */
  keep(part: number, item: Item): Promise<void>;
  /** Lays the account out: what its first part says of it included. */
  lay(parts: readonly Kept[]): Promise<void>;
  /** What takes so much, as it was decided, and every alarm that was raised. */
  decide(amount: bigint, asked?: Asked): Promise<{ writes: Write[]; alarms: unknown[] }>;
  write(writes: readonly Write[]): Promise<void>;
  /** What is available on so many parts, and which of them are locked. */
  now(parts: number): Promise<{ available: number[]; locked: number[] }>;
}

/** Opens a platform, on which each call makes an account. */
export async function openAccounts(): Promise<() => TakenFrom> {
  const world = await openTestPlatform();
  const { store } = world.platform;
  let accounts = 0;
  return () => {
    accounts += 1;
    const account = merchantCardAccount(String(accounts), 'USD');
    const keep = (part: number, item: Item) => {
      const key = balanceKey(partOf(account, part));
      return store.write([
        { kind: 'put', table: 'ledger', item: { ...key, frozen: 0n, ...item }, replace: true },
      ]);
    };
    return {
      world,
      account,
      keep,
      lay: async (parts) => {
        for (const [part, item] of parts.entries())
          if (item)
            await keep(part, { ...item, ...(part === 0 && parts.length > 1 && { parts: parts.length }) });
      },
      decide: async (amount, { postings, overdraft = true, cause = `test/${account}` } = {}) => {
        const taken = postings ?? transfer([account, 'available'], [bank, 'available'], amount);
        const alarms: unknown[] = [];
        const alarm = (what: string, about: unknown) => alarms.push([what, about]);
        const guard = { account, overdraft, otherwise: () => undefined };
        const entry = { cause, at: world.platform.now(), postings: taken };
        const refused = (name: Account) => new Insufficient(name);
        const writes = await forcedWrites({ ...world.platform, alarm }, entry, refused, [guard]);
        return { writes, alarms };
      },
      write: (writes) => store.write(writes),
      now: async (count) => {
        const all = await readParts(store, account, count);
        return {
          available: all.map(({ available }) => Number(available)),
          locked: all.flatMap(({ locked }, part) => (locked ? [part] : [])),
        };
      },
    };
  };
}
