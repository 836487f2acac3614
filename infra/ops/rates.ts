import { parseArgs } from 'node:util';
import { formatDateTime } from '../../shared/contract/time.ts';
import { majorText, moneyText, readAmount, toMinor } from '../../shared/money/amount.ts';
import { isCurrency } from '../../shared/money/currency.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import {
  type CurrencyLimit,
  coverPosition,
  findLimit,
  limitFrom,
  saveLimit,
} from '../../shared/rates/limits.ts';
import { isStale, RATE_DIGITS, type Rate, readRate } from '../../shared/rates/rate.ts';
import { rateFrom, saveRate } from '../../shared/rates/table-rates.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';

const HELP = `Sets what currencies are worth. A pair without a rate is not exchanged, nor is one whose rate is too old.

  npm run rates -- set FROM TO RATE
  npm run rates -- limit CURRENCY [--at-once AMOUNT] [--position AMOUNT]
      what merchants may exchange of it at once, and how much of it the platform may have beyond what it began with, or be
      short of; what is not told is not limited
  npm run rates -- covered CURRENCY
      its position was bought back or sold elsewhere: what is open begins with nothing again
  npm run rates -- list

RATE is what one FROM is worth in TO, as of now, with at most ${RATE_DIGITS} significant digits: set USD EUR 0.92. It is for that
direction alone: EUR to USD has a rate of its own. The setting rateMaxAgeSeconds says how old a rate may be. A limited position
is one item that every exchange of its currency changes, some hundred a second.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

/** Carries out one command and answers what to tell the operator. Throws CommandRefused. */
export async function ratesCommand(args: readonly string[], operator: Operator): Promise<string> {
  const [command, ...rest] = args;
  if (command === 'list') return list(operator);
  if (command === 'set') return set(rest, operator.platform);
  if (command === 'limit') return limit(rest, operator.platform);
  if (command === 'covered') return covered(rest, operator.platform);
  throw new CommandRefused('the commands are set, limit, covered and list. --help tells them.');
}

async function set([from, to, text]: readonly string[], platform: Platform): Promise<string> {
  const rate = {
    from: currencyArgument('FROM', from),
    to: currencyArgument('TO', to),
    value: rateArgument(text),
    at: platform.now(),
    source: 'operator',
  };
  if (rate.from === rate.to) throw new CommandRefused('FROM and TO are the same');
  await saveRate(platform.store, rate);
  return line(rate, platform);
}

async function limit(args: readonly string[], { store }: Platform): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'at-once': { type: 'string' }, position: { type: 'string' } },
  });
  const currency = currencyArgument('CURRENCY', positionals[0]);
  const limits = {
    ...(values['at-once'] !== undefined && { atOnce: amountOption('at-once', values['at-once'], currency) }),
    ...(values.position !== undefined && { position: amountOption('position', values.position, currency) }),
  };
  await saveLimit(store, currency, limits);
  const saved = await findLimit(store, currency);
  return saved && isLimited(saved) ? limitLine(saved) : `${currency} is not limited`;
}

async function covered([code]: readonly string[], { store }: Platform): Promise<string> {
  const currency = currencyArgument('CURRENCY', code);
  const known = await findLimit(store, currency);
  if (known?.position === undefined) throw new CommandRefused(`the position in ${currency} is not limited`);
  await coverPosition(store, known);
  const [size, what] = known.net < 0n ? [-known.net, 'short'] : [known.net, 'long'];
  return `covered ${moneyText(size, currency)} that the platform was ${what}`;
}

async function list({ scan, platform }: Operator): Promise<string> {
  const items = await scan('rates');
  const rates = items.map(rateFrom).filter((rate) => rate !== undefined);
  const limits = items.map(limitFrom).filter((one) => one !== undefined && isLimited(one));
  if (rates.length + limits.length === 0) return 'no rates are set';
  const lines = rates.map((rate) => line(rate, platform)).toSorted();
  return [...lines, ...limits.map((one) => limitLine(one as CurrencyLimit)).toSorted()].join('\n');
}

const isLimited = ({ atOnce, position }: CurrencyLimit): boolean =>
  atOnce !== undefined || position !== undefined;

function limitLine({ currency, atOnce, position, net }: CurrencyLimit): string {
  const major = (minor: bigint) => majorText(minor, currency);
  return [
    currency,
    ...(atOnce === undefined ? [] : [`at once ${major(atOnce)}`]),
    ...(position === undefined ? [] : [`position ${major(position)}`, `open ${major(net)}`]),
  ].join('  ');
}

function amountOption(name: string, text: string, currency: string): bigint {
  const amount = readAmount(text);
  if (amount === undefined || amount === '0') throw new CommandRefused(`--${name} is a positive amount`);
  return toMinor(amount, currency, `--${name}`);
}

function line(rate: Rate, platform: Platform): string {
  const stale = isStale(rate, platform) ? '  too old to be used' : '';
  const at = formatDateTime(rate.at, platform.utcOffset);
  return `${rate.from} ${rate.to}  ${rate.value}  ${at}  ${rate.source}${stale}`;
}

function currencyArgument(name: string, code: string | undefined): string {
  if (code === undefined || !isCurrency(code)) throw new CommandRefused(`${name} is a currency code`);
  return code;
}

function rateArgument(text = ''): string {
  const value = readRate(text);
  if (value !== undefined) return value;
  throw new CommandRefused(`RATE is a positive decimal of at most ${RATE_DIGITS} significant digits`);
}

if (import.meta.main) await runCommand(HELP, ratesCommand);
