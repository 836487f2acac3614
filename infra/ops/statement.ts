import { parseArgs } from 'node:util';
import { formatDateTime } from '../../shared/contract/time.ts';
import { type Account, currencyOf, hasBalance, userNoOf } from '../../shared/ledger/accounts.ts';
import type { Particulars } from '../../shared/ledger/particulars.ts';
import { findMerchant, partsOf } from '../../shared/merchants/merchant.ts';
import { majorText } from '../../shared/money/amount.ts';
import { isCurrency } from '../../shared/money/currency.ts';
import { balanceBefore, platformLines } from '../../shared/statements/closing.ts';
import { amountOf } from '../../shared/statements/line.ts';
import { pageOfLines, type Span } from '../../shared/statements/numbered.ts';
import { repairLines } from '../../shared/statements/repair.ts';
import { columns } from './columns.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';
import { spanFrom } from './span.ts';

const HELP = `Shows the lines of an account with the balance after each, oldest first, and writes those that were lost.

  npm run statement -- ACCOUNT [--since WHEN] [--until WHEN]
  npm run statement -- repair ACCOUNT          writes the lines that are missing, from the journal

  ACCOUNT      as the ledger names it: merchant/10000001:card/USD, merchant/10000001:dpt/USDT, card/1234:card/USD,
               group/1234:card/USD, platform:fees/USD, platform:settlement/USD …
  WHEN         "2026-03-01", "2026-03-01 10:00:00", or like 90m, 36h, 7d ago
  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment instead
npm run audit tells which lines are missing.`;

const PAGE = 1_000;
const ACCOUNT = /^(platform|(merchant|card|group)\/\d+):[a-z-]+\/(\S+\/)?[A-Z]+$/;

/** A line as an operator reads it. */
interface Shown {
  readonly time: number;
  readonly cause: string;
  readonly about: Particulars;
  readonly amount: bigint;
  readonly balance: bigint;
  readonly frozen: bigint;
}

/**
 * Carries out one command and answers what to tell the operator.
 *
 * @throws CommandRefused
 */
export async function statementCommand(args: readonly string[], operator: Operator): Promise<string> {
  const options = { since: { type: 'string' }, until: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [first = '', second = ''] = positionals;
  if (first === 'repair') return repaired(accountFrom(second), operator);
  const account = accountFrom(first);
  const span = spanFrom(values, operator.platform);
  const asked = { since: span.from, until: span.to };
  const lines = hasBalance(account)
    ? await numberedLines(account, asked, operator)
    : await linesOfPlatform(account, asked, operator);
  return report(account, lines, operator);
}

function accountFrom(text: string): Account {
  if (!ACCOUNT.test(text) || !isCurrency(currencyOf(text as Account)))
    throw new CommandRefused('ACCOUNT is like merchant/10000001:card/USD or platform:fees/USD');
  return text as Account;
}

async function numberedLines(account: Account, span: Span, { platform }: Operator): Promise<Shown[]> {
  const userNo = userNoOf(account);
  const merchant = userNo === undefined ? undefined : await findMerchant(platform.store, userNo);
  const parts = merchant && account.includes(':card/') ? partsOf(merchant, currencyOf(account)) : 1;
  const shown: Shown[] = [];
  for (let currentPage = 1; ; currentPage += 1) {
    const asked = { currentPage, pageSize: PAGE };
    const { lines, totalCount } = await pageOfLines(platform.store, account, parts, span, asked);
    for (const line of lines) {
      const { time, cause, about, after } = line;
      const balance = after.available + after.frozen;
      shown.push({ time, cause, about, amount: amountOf(line), balance, frozen: after.frozen });
    }
    if (currentPage * PAGE >= totalCount) return shown;
  }
}

async function linesOfPlatform(
  account: Account,
  { since = 0, until }: Span,
  { platform: { store, now } }: Operator,
): Promise<Shown[]> {
  let balance = await balanceBefore(store, account, since, now());
  const lines = await platformLines(store, account, since, (until ?? now()) + 1);
  return lines.map((line) => {
    balance += amountOf(line);
    const { time, cause, about } = line;
    return { time, cause, about, amount: amountOf(line), balance, frozen: 0n };
  });
}

function report(account: Account, lines: readonly Shown[], { platform }: Operator): string {
  if (lines.length === 0) return `no lines of ${account}`;
  const currency = currencyOf(account);
  const rows = lines.map(({ time, cause, about, amount, balance, frozen }) => [
    formatDateTime(time, platform.utcOffset),
    about.kind,
    ...[amount, balance, frozen].map((minor) => majorText(minor, currency)),
    cause,
    about.remark ?? '',
  ]);
  return columns([['time', 'kind', 'amount', 'balance', 'frozen', 'entry', 'remark'], ...rows]);
}

async function repaired(account: Account, { platform, scan }: Operator): Promise<string> {
  const kept = { ledger: await scan('ledger'), statements: await scan('statements') };
  const { written, left } = await repairLines(platform, account, kept);
  return [`${account}: ${written} lines written`, ...left.map((what) => `  ${what}`)].join('\n');
}

if (import.meta.main) await runCommand(HELP, statementCommand);
