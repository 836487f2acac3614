import { type Merchant, type MerchantFees, saveMerchant } from '../../shared/domain/parties/merchant.ts';
import { parseAmount, toMinor } from '../../shared/wire/money/amount.ts';
import { COINS } from '../../shared/wire/money/currency.ts';
import { CommandError, type Operator } from './command.ts';
import { required, splitList } from './party-options.ts';

/** Options of `merchant fees`. */
export const FEE_OPTIONS = {
  exchange: { type: 'string' },
  transfer: { type: 'string' },
  acquiring: { type: 'string' },
  withdrawal: { type: 'string' },
} as const;

type Options = { readonly [Name in keyof typeof FEE_OPTIONS]?: string };

/** Replaces the fees of a merchant. */
export async function setFees(merchant: Merchant, options: Options, { deps }: Operator): Promise<string> {
  const fees: MerchantFees = {
    exchangeRate: rateOption(options, 'exchange'),
    transferRate: rateOption(options, 'transfer'),
    acquiringRate: rateOption(options, 'acquiring'),
    withdrawal: Object.fromEntries(splitList(options.withdrawal).map(withdrawalFee)),
  };
  await saveMerchant(deps.store, { ...merchant, fees });
  return `the fees of merchant ${merchant.userNo} are set`;
}

/** A fraction in parts per million. */
function rateOption(options: Options, name: 'exchange' | 'transfer' | 'acquiring'): number {
  const share = parseAmount(required(options, name));
  const ppm = share === undefined ? Number.NaN : Math.round(Number(share) * 1_000_000);
  if (!(ppm >= 0 && ppm < 1_000_000)) throw new CommandError(`--${name} must be a fraction, e.g. 0.003`);
  return ppm;
}

/** `USDT=1` in minor units of the coin. */
function withdrawalFee(text: string): [string, number] {
  const [coin, amount = ''] = text.split('=');
  const known = COINS.find((one) => one === coin);
  const read = parseAmount(amount);
  if (!known || read === undefined)
    throw new CommandError(`--withdrawal must be like ${COINS.join('=1,')}=1`);
  return [known, Number(toMinor(read, known, '--withdrawal'))];
}
