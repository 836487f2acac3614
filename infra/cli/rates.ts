import { parseArgs } from 'node:util';
import type { Dependencies } from '../../shared/domain/dependencies.ts';
import {
  coverPosition,
  findPositionLimit,
  type PositionLimit,
  positionLimitFrom,
  savePositionLimit,
} from '../../shared/domain/money/rates/position-limits.ts';
import { isStale, MAX_RATE_DIGITS, parseRate, type Rate } from '../../shared/domain/money/rates/rate.ts';
import { rateFrom, saveRate } from '../../shared/domain/money/rates/table-rates.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import { formatAmount, formatMoney, parseAmount, toMinor } from '../../shared/wire/money/amount.ts';
import { isCurrency } from '../../shared/wire/money/currency.ts';
import { CommandError, type Operator, runCommand } from './command.ts';

const HELP = `Sets exchange rates and limits. A pair without a rate, or with one that is too old, is not exchanged.

  npm run rates -- set FROM TO RATE
  npm run rates -- limit CURRENCY [--at-once AMOUNT] [--position AMOUNT]
      the maximum of one exchange in the currency, and how far the platform's position in it may move, long or short; without
      an option there is no such limit
  npm run rates -- covered CURRENCY
      records that the position was covered elsewhere, by buying or selling; it restarts at zero
  npm run rates -- list

RATE is the value of one FROM in TO, as of now, with at most ${MAX_RATE_DIGITS} significant digits: set USD EUR 0.92. It applies to
that direction only: EUR to USD has its own rate. The setting rateMaxAgeSeconds limits the age of a rate. Every exchange of a
currency with a limited position changes the same item, which allows some hundred exchanges per second.

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

/**
 * Runs one command and returns the text to print.
 *
 * @throws CommandError
 */
export async function ratesCommand(args: readonly string[], operator: Operator): Promise<string> {
  const [command, ...rest] = args;
  if (command === 'list') return list(operator);
  if (command === 'set') return set(rest, operator.deps);
  if (command === 'limit') return limit(rest, operator.deps);
  if (command === 'covered') return covered(rest, operator.deps);
  throw new CommandError('the commands are set, limit, covered and list. See --help.');
}

async function set([from, to, text]: readonly string[], deps: Dependencies): Promise<string> {
  const rate = {
    from: currencyArgument('FROM', from),
    to: currencyArgument('TO', to),
    value: rateArgument(text),
    at: deps.now(),
    source: 'operator',
  };
  if (rate.from === rate.to) throw new CommandError('FROM and TO are the same');
  await saveRate(deps.store, rate);
  return line(rate, deps);
}

async function limit(args: readonly string[], { store }: Dependencies): Promise<string> {
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
  await savePositionLimit(store, currency, limits);
  const saved = await findPositionLimit(store, currency);
  return saved && isLimited(saved) ? limitLine(saved) : `${currency} is not limited`;
}

async function covered([code]: readonly string[], { store }: Dependencies): Promise<string> {
  const currency = currencyArgument('CURRENCY', code);
  const known = await findPositionLimit(store, currency);
  if (known?.position === undefined) throw new CommandError(`the position in ${currency} is not limited`);
  await coverPosition(store, known);
  const [size, what] = known.net < 0n ? [-known.net, 'short'] : [known.net, 'long'];
  return `covered ${formatMoney(size, currency)} that the platform was ${what}`;
}

async function list({ scan, deps }: Operator): Promise<string> {
  const items = await scan('rates');
  const rates = items.map(rateFrom).filter((rate) => rate !== undefined);
  const limits = items.map(positionLimitFrom).filter((one) => one !== undefined && isLimited(one));
  if (rates.length + limits.length === 0) return 'no rates are set';
  const lines = rates.map((rate) => line(rate, deps)).toSorted();
  return [...lines, ...limits.map((one) => limitLine(one as PositionLimit)).toSorted()].join('\n');
}

const isLimited = ({ atOnce, position }: PositionLimit): boolean =>
  atOnce !== undefined || position !== undefined;

function limitLine({ currency, atOnce, position, net }: PositionLimit): string {
  const major = (minor: bigint) => formatAmount(minor, currency);
  return [
    currency,
    ...(atOnce === undefined ? [] : [`at once ${major(atOnce)}`]),
    ...(position === undefined ? [] : [`position ${major(position)}`, `open ${major(net)}`]),
  ].join('  ');
}

function amountOption(name: string, text: string, currency: string): bigint {
  const amount = parseAmount(text);
  if (amount === undefined || amount === '0') throw new CommandError(`--${name} must be a positive amount`);
  return toMinor(amount, currency, `--${name}`);
}

function line(rate: Rate, deps: Dependencies): string {
  const stale = isStale(rate, deps) ? '  too old to be used' : '';
  const at = formatDateTime(rate.at, deps.utcOffset);
  return `${rate.from} ${rate.to}  ${rate.value}  ${at}  source: ${rate.source}${stale}`;
}

function currencyArgument(name: string, code: string | undefined): string {
  if (code === undefined || !isCurrency(code)) throw new CommandError(`${name} must be a currency code`);
  return code;
}

function rateArgument(text = ''): string {
  const value = parseRate(text);
  if (value !== undefined) return value;
  throw new CommandError(`RATE must be a positive decimal of at most ${MAX_RATE_DIGITS} significant digits`);
}

if (import.meta.main) await runCommand(HELP, ratesCommand);
