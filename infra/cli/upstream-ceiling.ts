import type { DailyCeilings } from '../../shared/domain/parties/upstream.ts';
import { saveUpstream, type Upstream } from '../../shared/domain/parties/upstream.ts';
import { formatAmount, parseAmount, toMinor } from '../../shared/wire/money/amount.ts';
import { isCurrency } from '../../shared/wire/money/currency.ts';
import { CommandError, type Operator } from './command.ts';
import { splitList } from './party-options.ts';

/** Options of `upstream ceiling`. */
export const CEILING_OPTIONS = { amounts: { type: 'string' } } as const;

type Options = { readonly [Name in keyof typeof CEILING_OPTIONS]?: string };

/** The lines of `--help` on it. */
export const CEILING_HELP = `  npm run upstream -- ceiling USER_NO [--amounts USD=25000,USDT=500000]
      the most that it may bring in a day that nothing took before: refunds without a purchase or beyond it, fees given
      back, coins that arrived. Of a currency that is not named, and without --amounts of all, 10000 (1000000 where it has
      no decimals). What is beyond waits in suspense, or is held: npm run suspense -- release, npm run payments -- release`;

/** Sets what an upstream may bring in a day, in place of what was set before, and answers what to tell the operator. */
export async function setCeilings(
  upstream: Upstream,
  { amounts }: Options,
  { deps }: Operator,
): Promise<string> {
  const { ceilings: _, ...record } = upstream;
  const name = `upstream ${upstream.userNo}`;
  if (amounts === undefined) {
    await saveUpstream(deps.store, record);
    return `${name} may bring the usual amounts in a day`;
  }
  const ceilings = Object.fromEntries(splitList(amounts).map(ceilingFrom));
  await saveUpstream(deps.store, { ...record, ceilings });
  return `${name} may bring ${ceilingsText(ceilings)} in a day`;
}

/** `USD=25000` in minor units of the currency. */
function ceilingFrom(text: string): [string, bigint] {
  const [currency = '', amount = ''] = text.split('=');
  const read = parseAmount(amount);
  if (!isCurrency(currency) || read === undefined)
    throw new CommandError('--amounts is like USD=25000,USDT=500000');
  return [currency, toMinor(read, currency, '--amounts')];
}

/** The ceilings as an operator reads them. */
export const ceilingsText = (ceilings: DailyCeilings): string =>
  Object.entries(ceilings)
    .map(([currency, most]) => `${formatAmount(most, currency)} ${currency}`)
    .join(', ');
