import { formatDateTime } from '../../shared/contract/time.ts';
import { isCurrency } from '../../shared/money/currency.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { RATE_DIGITS, type Rate, readRate } from '../../shared/rates/rate.ts';
import { isStale } from '../../shared/rates/rate-source.ts';
import { rateFrom, saveRate } from '../../shared/rates/table-rates.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';

const HELP = `Sets what currencies are worth. A pair without a rate is not exchanged, nor is one whose rate is too old.

  npm run rates -- set FROM TO RATE
  npm run rates -- list

RATE is what one FROM is worth in TO, as of now, with at most ${RATE_DIGITS} significant digits: set USD EUR 0.92. It is for that
direction alone: EUR to USD has a rate of its own. The setting rateMaxAgeSeconds says how old a rate may be.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

/** Carries out one command and answers what to tell the operator. Throws CommandRefused. */
export async function ratesCommand(args: readonly string[], operator: Operator): Promise<string> {
  const [command, ...rest] = args;
  if (command === 'list') return list(operator);
  if (command === 'set') return set(rest, operator.platform);
  throw new CommandRefused('the commands are set and list. --help tells them.');
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

async function list({ scan, platform }: Operator): Promise<string> {
  const rates = (await scan('rates')).map(rateFrom).filter((rate) => rate !== undefined);
  if (rates.length === 0) return 'no rates are set';
  return rates
    .map((rate) => line(rate, platform))
    .toSorted()
    .join('\n');
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
