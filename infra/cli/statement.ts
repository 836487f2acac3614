import { parseArgs } from 'node:util';
import { textTable } from '../../clients/cli/common/text-table.ts';
import { type Account, currencyOf, hasBalance, userNoOf } from '../../shared/domain/money/ledger/account.ts';
import type { EntryDetails } from '../../shared/domain/money/ledger/entry-details.ts';
import { balanceBefore, readPlatformLines } from '../../shared/domain/money/statements/closing-balances.ts';
import { repairLines } from '../../shared/domain/money/statements/repair-lines.ts';
import { lineAmount } from '../../shared/domain/money/statements/statement-line.ts';
import { pageOfLines } from '../../shared/domain/money/statements/statement-pages.ts';
import { accountShardCount, findMerchant } from '../../shared/domain/parties/merchant.ts';
import type { TimeRange } from '../../shared/runtime/period.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import { formatAmount } from '../../shared/wire/money/amount.ts';
import { isCurrency } from '../../shared/wire/money/currency.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { timeRangeFrom } from './time-range.ts';

const HELP = `Shows the statement lines of an account with the balance after each, oldest first, and restores missing lines.

  npm run statement -- ACCOUNT [--since WHEN] [--until WHEN]
  npm run statement -- repair ACCOUNT          writes missing lines from the journal

  ACCOUNT      as in the ledger: merchant/10000001:card/USD, merchant/10000001:dpt/USDT, card/1234:card/USD,
               group/1234:card/USD, platform:fees/USD, platform:settlement/USD …
  WHEN         "2026-03-01", "2026-03-01 10:00:00", or like 90m, 36h, 7d ago
  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead
npm run audit reports missing lines.`;

const PAGE_SIZE = 1_000;
const ACCOUNT = /^(platform|(merchant|card|group)\/\d+):[a-z-]+\/(\S+\/)?[A-Z]+$/;

/** A line to print. Amounts are in minor units. */
interface DisplayLine {
  readonly time: number;
  readonly cause: string;
  readonly details: EntryDetails;
  readonly amount: bigint;
  readonly balance: bigint;
  readonly frozen: bigint;
}

/**
 * Runs one command and returns the text to print.
 *
 * @throws CommandError
 */
export async function statementCommand(args: readonly string[], operator: Operator): Promise<string> {
  const options = { since: { type: 'string' }, until: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [first = '', second = ''] = positionals;
  if (first === 'repair') return repair(accountFrom(second), operator);
  const account = accountFrom(first);
  const period = timeRangeFrom(values, operator.deps);
  const lines = hasBalance(account)
    ? await accountLines(account, period, operator)
    : await platformAccountLines(account, period, operator);
  return report(account, lines, operator);
}

function accountFrom(text: string): Account {
  if (!ACCOUNT.test(text) || !isCurrency(currencyOf(text as Account)))
    throw new CommandError('ACCOUNT must be like merchant/10000001:card/USD or platform:fees/USD');
  return text as Account;
}

async function accountLines(account: Account, period: TimeRange, { deps }: Operator): Promise<DisplayLine[]> {
  const userNo = userNoOf(account);
  const merchant = userNo === undefined ? undefined : await findMerchant(deps.store, userNo);
  const shards =
    merchant && account.includes(':card/') ? accountShardCount(merchant, currencyOf(account)) : 1;
  const result: DisplayLine[] = [];
  for (let currentPage = 1; ; currentPage += 1) {
    const page = { currentPage, pageSize: PAGE_SIZE };
    const { lines, totalCount } = await pageOfLines(deps.store, account, shards, period, page);
    for (const line of lines) {
      const { time, cause, details, balanceAfter } = line;
      const balance = balanceAfter.available + balanceAfter.frozen;
      result.push({ time, cause, details, amount: lineAmount(line), balance, frozen: balanceAfter.frozen });
    }
    if (currentPage * PAGE_SIZE >= totalCount) return result;
  }
}

async function platformAccountLines(
  account: Account,
  { since = 0, until }: TimeRange,
  { deps: { store, now } }: Operator,
): Promise<DisplayLine[]> {
  let balance = await balanceBefore(store, account, since, now());
  const lines = await readPlatformLines(store, account, since, (until ?? now()) + 1);
  return lines.map((line) => {
    balance += lineAmount(line);
    const { time, cause, details } = line;
    return { time, cause, details, amount: lineAmount(line), balance, frozen: 0n };
  });
}

function report(account: Account, lines: readonly DisplayLine[], { deps }: Operator): string {
  if (lines.length === 0) return `no lines of ${account}`;
  const currency = currencyOf(account);
  const rows = lines.map(({ time, cause, details, amount, balance, frozen }) => [
    formatDateTime(time, deps.utcOffset),
    details.kind,
    ...[amount, balance, frozen].map((minor) => formatAmount(minor, currency)),
    cause,
    details.remark ?? '',
  ]);
  return textTable([['time', 'kind', 'amount', 'balance', 'frozen', 'entry', 'remark'], ...rows]);
}

async function repair(account: Account, { deps, scan }: Operator): Promise<string> {
  const stored = { ledger: await scan('ledger'), statements: await scan('statements') };
  const { written, unexplained } = await repairLines(deps, account, stored);
  return [`${account}: ${written} lines written`, ...unexplained.map((what) => `  ${what}`)].join('\n');
}

if (import.meta.main) await runCommand(HELP, statementCommand);
