import { parseArgs } from 'node:util';
import { escapeLine } from '../../clients/cli/common/text-table.ts';
import { wireCard } from '../../shared/domain/issuing/cards/wire-card.ts';
import { wireGroup } from '../../shared/domain/issuing/groups/wire-group.ts';
import type {
  LocalCard,
  LocalGroup,
} from '../../shared/domain/issuing/issuers/external/holdings-differences.ts';
import { findConnection } from '../../shared/domain/issuing/issuers/external/issuer-connection.ts';
import { openIssuerClient } from '../../shared/domain/issuing/issuers/external/open-issuers.ts';
import {
  type Comparison,
  type LocalBooks,
  reconcile,
} from '../../shared/domain/issuing/issuers/external/reconcile.ts';
import { type Card, cardFrom, spendingAccount } from '../../shared/domain/issuing/model/card.ts';
import { type Group, groupFrom } from '../../shared/domain/issuing/model/group.ts';
import { orderFrom } from '../../shared/domain/issuing/model/order.ts';
import {
  isPlatformGenerated,
  transactionFrom,
  upstreamRecordNoOf,
} from '../../shared/domain/issuing/model/transaction.ts';
import {
  accountFromKey as accountAt,
  currencyOf,
  groupAccount,
  upstreamAccount,
} from '../../shared/domain/money/ledger/account.ts';
import { balanceFrom } from '../../shared/domain/money/ledger/balance.ts';
import { entryFrom } from '../../shared/domain/money/ledger/entry.ts';
import { privateKeySealer } from '../../shared/domain/parties/platform-keys.ts';
import { DAY_MS } from '../../shared/runtime/duration.ts';
import type { Item, Key } from '../../shared/runtime/store/item.ts';
import { formatDate } from '../../shared/wire/contract/time.ts';
import { sumToMajor } from '../../shared/wire/money/amount.ts';
import { CommandError, type Operator, runCommand } from './command.ts';

const HELP = `Compares this platform's books with those of an external issuer.

  npm run reconcile -- NAME [--day yyyy-MM-dd]

  NAME         the external issuer, as BIN ranges name it
  --day        orders and transactions that changed on this day (default: yesterday), and settlements of the weeks before;
               the account, the cards and the groups are compared as they are now
  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead
The exit code is 1 when anything is missing, extra or different on either side; each difference comes with a suggestion.
What is in process may still differ.`;

/** The maximum number of differences to print per comparison. */
const MAX_SHOWN = 50;

/** The text to print, and whether both sides agree. */
export interface ReconciliationResult {
  readonly report: string;
  readonly agrees: boolean;
}

/**
 * Compares with an external issuer. `post` calls it.
 *
 * @throws CommandError, or the client's error when the issuer does not respond
 */
export async function reconcileCommand(
  args: readonly string[],
  operator: Operator,
  post?: typeof fetch,
): Promise<ReconciliationResult> {
  const options = { day: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const { deps, environment } = operator;
  const [name = ''] = positionals;
  const date = values.day ?? formatDate(deps.now() - DAY_MS, deps.utcOffset);
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new CommandError('--day must be yyyy-MM-dd');
  if (!(await findConnection(deps.store, name)))
    throw new CommandError(`no external issuer is connected as ${name || '(none named)'}`);
  const sealer = privateKeySealer(environment['DATA_KEY']);
  const client = await openIssuerClient(deps.store, name, {
    sealer,
    now: deps.now,
    retry: {},
    ...(post && { fetch: post }),
  });
  const day = { date, utcOffset: deps.utcOffset };
  const comparisons = await reconcile(client, await readLocalBooks(operator, name), day);
  return {
    report: report(name, date, comparisons),
    agrees: comparisons.every(({ differences }) => differences.length === 0),
  };
}

/** Reads this platform's books about an external issuer. */
async function readLocalBooks({ scan, deps }: Operator, issuer: string): Promise<LocalBooks> {
  const [ledger, orders, transactions, cards] = await Promise.all([
    scan('ledger'),
    scan('orders'),
    scan('transactions'),
    scan('cards'),
  ]);
  const ofIssuer = (items: readonly Item[], kind: string) =>
    items.filter((item) => String(item['pk']).startsWith(kind) && item['issuer'] === issuer);
  const idPrefix = `upstream/${issuer}/`;
  const holdings = { balances: balancesIn(ledger), utcOffset: deps.utcOffset };
  return {
    account: upstreamBalances(ledger, issuer),
    orders: new Map(ofIssuer(orders, 'order/').map((item) => [String(item['orderId']), orderFrom(item)])),
    records: new Map(
      ofIssuer(transactions, 'record/')
        .map((item) => transactionFrom(item))
        // Transactions that this platform recorded itself are not in the issuer's books.
        .filter((record) => !isPlatformGenerated(record))
        .map((record) => [upstreamRecordNoOf(record), record]),
    ),
    ids: new Map(
      cards
        .filter(({ pk }) => String(pk).startsWith(idPrefix))
        .map(({ pk, localId }) => [String(pk).split('/')[3] ?? '', String(localId)]),
    ),
    cards: new Map(ofIssuer(cards, 'card/').map((item) => localCard(cardFrom(item), holdings))),
    groups: new Map(ofIssuer(cards, 'group/').map((item) => localGroup(groupFrom(item), holdings))),
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

/** The card as inquiries show it, by its id at the issuer. */
function localCard(card: Card, { balances, utcOffset }: Holdings): [string, LocalCard] {
  const account = spendingAccount(card);
  const summary = wireCard(card, balanceFrom(account, balances.get(account)), utcOffset);
  return [card.issuerCardId ?? '', { ...summary, isChanging: card.openChanges !== undefined }];
}

function localGroup(group: Group, { balances, utcOffset }: Holdings): [string, LocalGroup] {
  const account = groupAccount(group.groupId, group.currency);
  const summary = wireGroup(group, balanceFrom(account, balances.get(account)), utcOffset);
  return [group.issuerGroupId ?? '', { ...summary, isChanging: group.openChanges !== undefined }];
}

/** The balances at the issuer; in the journal, what it owes is a negative balance. */
function upstreamBalances(ledger: readonly Item[], issuer: string): Map<string, number> {
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
    differences.slice(0, MAX_SHOWN).map(({ what, here, atIssuer, todo }) => {
      const said = escapeLine(`${what}: here ${here}, at the issuer ${atIssuer}`);
      return `  ${said}\n      → ${escapeLine(todo)}`;
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
