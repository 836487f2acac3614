import { type Merchant, type MerchantFees, saveMerchant } from '../../shared/merchants/merchant.ts';
import { readAmount, toMinor } from '../../shared/money/amount.ts';
import { COINS } from '../../shared/money/currency.ts';
import { listOf, required } from './counterparty.ts';
import { CommandRefused, type Operator } from './operator.ts';

/** Options of `merchant fees`. */
export const FEE_OPTIONS = {
  exchange: { type: 'string' },
  transfer: { type: 'string' },
  acquiring: { type: 'string' },
  withdrawal: { type: 'string' },
} as const;

type Options = { readonly [Name in keyof typeof FEE_OPTIONS]?: string };

/** Sets what a merchant pays, in place of what it paid before. */
export async function setFees(merchant: Merchant, options: Options, { platform }: Operator): Promise<string> {
  const fees: MerchantFees = {
    exchangeRate: rateOf(options, 'exchange'),
    transferRate: rateOf(options, 'transfer'),
    acquiringRate: rateOf(options, 'acquiring'),
    withdrawal: Object.fromEntries(listOf(options.withdrawal).map(withdrawalFee)),
  };
  await saveMerchant(platform.store, { ...merchant, fees });
  return `the fees of merchant ${merchant.userNo} are set`;
}

/** A share of one as parts per million. */
function rateOf(options: Options, name: 'exchange' | 'transfer' | 'acquiring'): number {
  const share = readAmount(required(options, name));
  const ppm = share === undefined ? Number.NaN : Math.round(Number(share) * 1_000_000);
  if (!(ppm >= 0 && ppm < 1_000_000)) throw new CommandRefused(`--${name} is a share of one, e.g. 0.003`);
  return ppm;
}

/** `USDT=1` in minor units of the coin. */
function withdrawalFee(text: string): [string, number] {
  const [coin, amount = ''] = text.split('=');
  const known = COINS.find((one) => one === coin);
  const read = readAmount(amount);
  if (!known || read === undefined) throw new CommandRefused(`--withdrawal is like ${COINS.join('=1,')}=1`);
  return [known, Number(toMinor(read, known, '--withdrawal'))];
}
