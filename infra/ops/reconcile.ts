import { parseArgs } from 'node:util';
import { type Card, cardFrom, spendingAccount } from '../../shared/cards/card.ts';
import { cardSummary } from '../../shared/cards/card-summary.ts';
import { formatDate } from '../../shared/contract/time.ts';
import { type Group, groupFrom } from '../../shared/groups/group.ts';
import { groupSummary } from '../../shared/groups/group-summary.ts';
import { findConnection } from '../../shared/issuer/upstream/connection.ts';
import type { OurCard, OurGroup } from '../../shared/issuer/upstream/holdings.ts';
import { openClient } from '../../shared/issuer/upstream/open.ts';
import { type Comparison, type OurSide, reconcile } from '../../shared/issuer/upstream/reconcile.ts';
import {
  accountOf as accountAt,
  currencyOf,
  groupAccount,
  upstreamAccount,
} from '../../shared/ledger/accounts.ts';
import { balanceFrom } from '../../shared/ledger/balance.ts';
import { entryFrom } from '../../shared/ledger/entry.ts';
import { privateKeySealer } from '../../shared/merchants/platform-keys.ts';
import { sumToMajor } from '../../shared/money/amount.ts';
import { orderFrom } from '../../shared/orders/order.ts';
import type { Item, Key } from '../../shared/store/item.ts';
import { isOwn, recordFrom, toldNoOf } from '../../shared/transactions/record.ts';
import { printable } from './columns.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';

const HELP = `Holds this platform's books against those of a platform below.

  npm run reconcile -- NAME [--day yyyy-MM-dd]

  NAME         the platform below, as BIN ranges name it
  --day        orders and transactions that changed on this day (yesterday), and settlements of the weeks before it;
               the account, the cards and the groups are compared as they are now
  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment instead
Exit code 1 when anything is missing, extra or different on either side; each difference says what can be done about it.
What is in process may still differ.`;

/** Differences of one comparison that are printed. */
const SHOWN = 50;
const DAY_MS = 86_400_000;

/** What came of it: what to tell the operator, and whether both sides agree. */
export interface Reconciled {
  readonly report: string;
  readonly agrees: boolean;
}

/**
 * Compares with the platform below that is named. `post` calls that one.
 *
 * @throws CommandRefused, or what the client throws when that one does not answer
 */
export async function reconcileCommand(
  args: readonly string[],
  operator: Operator,
  post?: typeof fetch,
): Promise<Reconciled> {
  const options = { day: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const { platform, environment } = operator;
  const [name = ''] = positionals;
  const date = values.day ?? formatDate(platform.now() - DAY_MS, platform.utcOffset);
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new CommandRefused('--day is yyyy-MM-dd');
  if (!(await findConnection(platform.store, name)))
    throw new CommandRefused(`no platform below is connected as ${name || '(none named)'}`);
  const sealer = privateKeySealer(environment['DATA_KEY']);
  const client = await openClient(platform.store, name, {
    sealer,
    now: platform.now,
    retry: {},
    ...(post && { fetch: post }),
  });
  const day = { date, utcOffset: platform.utcOffset };
  const comparisons = await reconcile(client, await readOurSide(operator, name), day);
  return {
    report: report(name, date, comparisons),
    agrees: comparisons.every(({ differences }) => differences.length === 0),
  };
}

/** What our books say of the platform below. */
async function readOurSide({ scan, platform }: Operator, issuer: string): Promise<OurSide> {
  const [ledger, orders, transactions, cards] = await Promise.all([
    scan('ledger'),
    scan('orders'),
    scan('transactions'),
    scan('cards'),
  ]);
  const ofIssuer = (items: readonly Item[], kind: string) =>
    items.filter((item) => String(item['pk']).startsWith(kind) && item['issuer'] === issuer);
  const known = `upstream/${issuer}/`;
  const holdings = { balances: balancesIn(ledger), utcOffset: platform.utcOffset };
  return {
    account: accountOf(ledger, issuer),
    orders: new Map(ofIssuer(orders, 'order/').map((item) => [String(item['orderId']), orderFrom(item)])),
    records: new Map(
      ofIssuer(transactions, 'record/')
        .map((item) => recordFrom(item))
        // What this platform says beside what it was told is in nobody else's books.
        .filter((record) => !isOwn(record))
        .map((record) => [toldNoOf(record), record]),
    ),
    ids: new Map(
      cards
        .filter(({ pk }) => String(pk).startsWith(known))
        .map(({ pk, ours }) => [String(pk).split('/')[3] ?? '', String(ours)]),
    ),
    cards: new Map(ofIssuer(cards, 'card/').map((item) => ourCard(cardFrom(item), holdings))),
    groups: new Map(ofIssuer(cards, 'group/').map((item) => ourGroup(groupFrom(item), holdings))),
  };
}

interface Holdings {
  readonly balances: ReadonlyMap<string, Item>;
  readonly utcOffset: string;
}

const balancesIn = (ledger: readonly Item[]): ReadonlyMap<string, Item> =>
  new Map(
    ledger
      .filter(({ sk }) => sk !== 'entry')
      .map((item) => [accountAt(item as unknown as Key), item] as const),
  );

/** The card as inquiries tell it, by its id there. */
function ourCard(card: Card, { balances, utcOffset }: Holdings): [string, OurCard] {
  const account = spendingAccount(card);
  const summary = cardSummary(card, balanceFrom(account, balances.get(account)), utcOffset);
  return [card.issuerCardId ?? '', { ...summary, isChanging: card.openChanges !== undefined }];
}

function ourGroup(group: Group, { balances, utcOffset }: Holdings): [string, OurGroup] {
  const account = groupAccount(group.groupId, group.currency);
  const summary = groupSummary(group, balanceFrom(account, balances.get(account)), utcOffset);
  return [group.issuerGroupId ?? '', { ...summary, isChanging: group.openChanges !== undefined }];
}

/** The journal has what is owed to us as a negative balance. */
function accountOf(ledger: readonly Item[], issuer: string): Map<string, number> {
  const sums = new Map<string, bigint>();
  for (const { account, amount } of ledger
    .filter(({ sk }) => sk === 'entry')
    .flatMap((item) => entryFrom(item).postings)) {
    const currency = currencyOf(account);
    if (account === upstreamAccount(issuer, currency))
      sums.set(currency, (sums.get(currency) ?? 0n) - amount);
  }
  return new Map([...sums].map(([currency, minor]) => [currency, sumToMajor(minor, currency)]));
}

function report(name: string, date: string, comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ name: what, examined, differences }) => {
    const verdict = differences.length === 0 ? 'ok' : `${differences.length} DIFFER`;
    return `${what.padEnd(12)}  ${String(examined).padStart(8)}  ${verdict}`;
  });
  const details = comparisons.flatMap(({ differences }) =>
    differences.slice(0, SHOWN).map(({ what, here, there, todo }) => {
      const said = printable(`${what}: here ${here}, there ${there}`);
      return `  ${said}\n      → ${printable(todo)}`;
    }),
  );
  return [
    `${name} on ${date}`,
    `${''.padEnd(12)}  ${'examined'.padStart(8)}  result`,
    ...rows,
    ...(details.length > 0 ? ['', 'Differences:', ...details] : []),
  ].join('\n');
}

if (import.meta.main) {
  await runCommand(HELP, async (args, operator) => {
    const { report: text, agrees } = await reconcileCommand(args, operator);
    if (!agrees) process.exitCode = 1;
    return text;
  });
}
