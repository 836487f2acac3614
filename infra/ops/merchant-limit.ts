import { isRequestLimit, MOST_AT_ONCE, MOST_PER_SECOND } from '../../shared/limits/limit.ts';
import { type Merchant, saveMerchant } from '../../shared/merchants/merchant.ts';
import { CommandRefused, type Operator } from './operator.ts';

/** Options of `merchant limit`. */
export const LIMIT_OPTIONS = {
  'per-second': { type: 'string' },
  burst: { type: 'string' },
} as const;

type Options = { readonly [Name in keyof typeof LIMIT_OPTIONS]?: string };

/** Sets how many requests a merchant may make, or leaves that to the platform's usual limit when nothing is told. */
export async function setLimit(
  merchant: Merchant,
  { 'per-second': perSecond, burst }: Options,
  { platform }: Operator,
): Promise<string> {
  const { requestLimit: _, ...record } = merchant;
  if (perSecond === undefined && burst === undefined) {
    await saveMerchant(platform.store, record);
    return `merchant ${merchant.userNo} has the usual request limit`;
  }
  const requestLimit = { perSecond: Number(perSecond), burst: Number(burst) };
  if (!isRequestLimit(requestLimit))
    throw new CommandRefused(
      `--per-second is 1 to ${MOST_PER_SECOND} and --burst 1 to ${MOST_AT_ONCE}, whole numbers`,
    );
  await saveMerchant(platform.store, { ...record, requestLimit });
  return `merchant ${merchant.userNo} may make ${burst} requests at once and ${perSecond} in each second`;
}
