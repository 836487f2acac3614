import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Account,
  feesAccount,
  merchantCardAccount,
  settlementAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { entryWrites } from '../../../../../shared/domain/money/ledger/entry.ts';
import { transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import { platformLineFrom } from '../../../../../shared/domain/money/statements/platform-account-lines.ts';
import { repairLines, type StoredBooks } from '../../../../../shared/domain/money/statements/repair-lines.ts';
import {
  lineKey,
  numberedLineFrom,
  type StatementLine,
} from '../../../../../shared/domain/money/statements/statement-line.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import { openedCard } from '../../../../support/fixtures/card-steps.ts';
import { openStatementFixture, type StatementFixture } from './statement-fixture.ts';

const account = merchantCardAccount('601', 'USD');

let fixture: StatementFixture;
let stored: StoredBooks;

/** Books deposits, an opened card and a deposit of another merchant, one second apart. */
beforeAll(async () => {
  fixture = await openStatementFixture();
  const [call, other] = [await fixture.caller('601'), await fixture.caller('602')];
  const step = (amount: bigint, by = call) => {
    fixture.moveClock(1_000);
    return fixture.deposit(by, amount);
  };
  for (const amount of [100_000n, 200n]) await step(amount);
  fixture.moveClock(1_000);
  await openedCard(call);
  await step(400n);
  await step(1_600n, other);
  await step(800n);
  await fixture.write();
  const { scan } = fixture.operator;
  stored = { ledger: await scan('ledger'), statements: await scan('statements') };
});

const nameOf = ({ pk, sk }: Item) => `${pk} ${sk}`;
const lineFrom = (item: Item): StatementLine =>
  item['version'] === undefined ? platformLineFrom(item) : numberedLineFrom(item);

/**
 * Repairs the lines of these items. Returns the lines in the order in which they were written, and how many writes were
 * tried. A scan returns items in no particular order.
 */
async function repaired(
  of: Account,
  { ledger = stored.ledger, statements = stored.statements }: Partial<StoredBooks>,
) {
  const there = new Map(statements.map((item) => [nameOf(item), item]));
  const lines: StatementLine[] = [];
  let tried = 0;
  const store = {
    ...fixture.deps.store,
    query: async () => [],
    write: async (writes) => {
      for (const write of writes) {
        if (write.kind !== 'put') continue;
        tried += 1;
        const current = there.get(nameOf(write.item));
        if (current) throw write.onConflict?.(current);
        lines.push(lineFrom(write.item));
      }
    },
  } satisfies Store;
  const shuffled = { ledger: ledger.toReversed(), statements: statements.toReversed() };
  const received = await repairLines({ ...fixture.deps, store }, of, shuffled);
  return { received, lines, tried };
}

const itemsOf = (of: Account) =>
  stored.statements
    .filter((item) => item['account'] === of)
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));

/** Books five deposits of the same amount, `ms` milliseconds apart, and returns their lines in order. */
async function depositsApart(ms: number): Promise<{ ledger: readonly Item[]; lines: Item[] }> {
  const own = await openStatementFixture();
  const call = await own.caller('601');
  for (let nth = 0; nth < 5; nth += 1) {
    own.moveClock(ms);
    await own.deposit(call, 100n);
  }
  await own.write();
  const { scan } = own.operator;
  const lines = (await scan('statements')).filter((item) => item['account'] === account);
  expect(lines).toHaveLength(5);
  return {
    ledger: await scan('ledger'),
    lines: lines.sort((one, other) => Number(one['version']) - Number(other['version'])),
  };
}

const without = (lost: readonly Item[]) => ({
  statements: stored.statements.filter((item) => !lost.includes(item)),
});
/** Returns every subset, including the empty and the whole set. */
const choices = <One>(all: readonly One[]): One[][] =>
  Array.from({ length: 2 ** all.length }, (_, choice) =>
    all.filter((_, index) => (choice >> index) % 2 === 1),
  );

describe('the repair of a merchant’s account', () => {
  it('restores missing lines as they were', async () => {
    const items = itemsOf(account);
    expect(items).toHaveLength(6);
    for (const lost of choices(items)) {
      const { received, lines, tried } = await repaired(account, without(lost));
      expect(received).toEqual({ written: lost.length, unexplained: [] });
      expect(lines).toEqual(lost.map(lineFrom));
      // Apart from the lost lines, at most the line after each gap is tried.
      expect(tried).toBeLessThanOrEqual(2 * lost.length);
    }
  });

  it('restores the lines of the right entries, even if other entries moved the same amount', async () => {
    const { ledger, lines } = await depositsApart(1_000);
    for (const lost of choices(lines)) {
      const statements = lines.filter((item) => !lost.includes(item));
      expect((await repaired(account, { ledger, statements })).lines).toEqual(lost.map(lineFrom));
    }
  });

  it('restores lines of one moment in the order of their causes', async () => {
    const { ledger, lines } = await depositsApart(0);
    expect((await repaired(account, { ledger, statements: [] })).lines).toEqual(lines.map(lineFrom));
  });

  it('reports a line that the journal does not explain, and restores all others', async () => {
    const [first, second, , fourth] = itemsOf(account);
    const lost = [first, second, fourth].flatMap((line) => (line ? [line] : []));
    const ledger = stored.ledger.filter(({ sk, cause }) => sk !== 'entry' || cause !== fourth?.['cause']);
    const { received, lines } = await repaired(account, { ...without(lost), ledger });
    expect(received).toEqual({ written: 2, unexplained: ['up to line 4: the journal does not lead there'] });
    expect(lines).toEqual(lost.slice(0, 2).map(lineFrom));
  });

  it('restores lines of an account with bookings from before the first lines', async () => {
    const [, older, ...items] = itemsOf(account);
    const renumbered = (item: Item): Item => ({ ...item, version: Number(item['version']) - 2 });
    const statements = items
      .map(renumbered)
      .map((item) => ({ ...item, ...lineKey(account, item['version'] as number) }));
    const ledger = stored.ledger.map((item) =>
      item['last'] && item.pk === 'merchant/601' ? renumbered(item) : item,
    );
    for (const lost of choices(statements)) {
      const there = statements.filter((item) => !lost.includes(item));
      const { lines } = await repaired(account, { ledger, statements: there });
      expect(lines).toEqual(lost.map(lineFrom));
    }
    expect(older).toBeDefined();
  });

  it.each<[string, number[], number[], number[]]>([
    ['the line before them', [10, 0, 20], [1], [10, 10, 20]],
    ['the line before them, at the end', [10, 0], [1], [10, 10]],
  ])('books them no earlier than %s', async (_, clocks, lost, times) => {
    expect(await timesOf(clocks, lost)).toEqual(times);
  });

  it.each<[string, number[], number[], number[]]>([
    ['which was written without them', [1, 10, 5], [1], [1, 5, 5]],
    ['as the balance says', [5, 10, 0], [1, 2], [5, 5, 5]],
  ])('books them no later than the one after it, %s', async (_, clocks, lost, times) => {
    expect(await timesOf(clocks, lost)).toEqual(times);
  });
});

/** Returns the booking times, in seconds, of deposits at these clocks after the lost lines were repaired. */
async function timesOf(clocks: readonly number[], lost: readonly number[]): Promise<number[]> {
  const own = await openStatementFixture();
  const call = await own.caller('601');
  const began = own.deps.now();
  for (const [index, clock] of clocks.entries()) {
    own.moveClock(began + clock * 1_000 - own.deps.now());
    await own.deposit(call, 2n ** BigInt(index));
    if (lost.includes(index)) own.images.splice(0);
    else await own.write();
  }
  const { scan } = own.operator;
  await repairLines(own.deps, account, {
    ledger: await scan('ledger'),
    statements: await scan('statements'),
  });
  const lines = (await scan('statements'))
    .filter((item) => item['version'] !== undefined)
    .map(numberedLineFrom);
  return lines.sort((one, other) => one.version - other.version).map(({ time }) => (time - began) / 1_000);
}

describe('the repair of a platform account', () => {
  it('restores missing lines as they were, and no lines of another account', async () => {
    const items = itemsOf(settlementAccount('USD'));
    expect(items).toHaveLength(5);
    const ofFees = itemsOf(feesAccount('USD'));
    expect(ofFees).toHaveLength(1);
    for (const lost of choices(items)) {
      const { received, lines } = await repaired(settlementAccount('USD'), without([...lost, ...ofFees]));
      expect(received).toEqual({ written: lost.length, unexplained: [] });
      expect(inOrder(lines)).toEqual(inOrder(lost.map(lineFrom)));
    }
  });

  it('restores its line of an entry that has lines on other accounts', async () => {
    const own = await openStatementFixture();
    const [settlement, fees] = [settlementAccount('USD'), feesAccount('USD')];
    const postings = transfer([settlement, 'available'], [fees, 'available'], 100n);
    const entry = { cause: 'test/1', at: own.deps.now(), postings };
    await own.deps.store.write(entryWrites(entry, () => new Error('there is enough')));
    await own.write();
    const { scan } = own.operator;
    const [ledger, statements] = [await scan('ledger'), await scan('statements')];
    const lost = statements.filter((item) => item['account'] === settlement);
    expect(lost).toHaveLength(1);
    const there = statements.filter((item) => !lost.includes(item));
    expect((await repaired(settlement, { ledger, statements: there })).lines).toEqual(lost.map(lineFrom));
  });
});

const inOrder = (lines: readonly StatementLine[]) => lines.toSorted((one, other) => one.time - other.time);
