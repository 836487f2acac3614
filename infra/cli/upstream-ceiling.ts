import type { DailyCeilings } from '../../shared/domain/parties/upstream.ts';
import { saveUpstream, type Upstream } from '../../shared/domain/parties/upstream.ts';
import { formatAmount, parseAmount, toMinor } from '../../shared/wire/money/amount.ts';
import { isCurrency } from '../../shared/wire/money/currency.ts';
import { CommandError, type Operator } from './command.ts';
import { splitList } from './party-options.ts';

/** Options of `upstream ceiling`. */
export const CEILING_OPTIONS = { amounts: { type: 'string' } } as const;

type Options = { readonly [Name in keyof typeof CEILING_OPTIONS]?: string };

/** The part of `--help` about it. */
export const CEILING_HELP = `  npm run upstream -- ceiling USER_NO [--amounts USD=25000,USDT=500000]
      the maximum per day that it may bring without an earlier purchase: refunds without a purchase or beyond it, fees given
      back, coins that arrived. The default for a currency is 10000 (1000000 if it has no decimals). What exceeds it waits in
      suspense, or is held: npm run suspense -- release, npm run payments -- release`;

/** Replaces the daily ceilings of an upstream and returns the text to print. */
export async function setCeilings(
  upstream: Upstream,
  { amounts }: Options,
  { deps }: Operator,
): Promise<string> {
  const { ceilings: _, ...record } = upstream;
  const name = `upstream ${upstream.userNo}`;
  if (amounts === undefined) {
    await saveUpstream(deps.store, record);
    return `${name} has the default daily ceilings`;
  }
  const ceilings = Object.fromEntries(splitList(amounts).map(ceilingFrom));
  await saveUpstream(deps.store, { ...record, ceilings });
  return `${name} has the daily ceilings ${ceilingsText(ceilings)}`;
}

/** `USD=25000` in minor units of the currency. */
function ceilingFrom(text: string): [string, bigint] {
  const [currency = '', amount = ''] = text.split('=');
  const read = parseAmount(amount);
  if (!isCurrency(currency) || read === undefined)
    throw new CommandError('--amounts must be like USD=25000,USDT=500000');
  return [currency, toMinor(read, currency, '--amounts')];
}

/** Formats ceilings. */
export const ceilingsText = (ceilings: DailyCeilings): string =>
  Object.entries(ceilings)
    .map(([currency, most]) => `${formatAmount(most, currency)} ${currency}`)
    .join(', ');
