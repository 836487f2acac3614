import {
  isValidRequestLimit,
  MAX_BURST,
  MAX_REQUESTS_PER_SECOND,
} from '../../shared/domain/parties/limits/request-limit.ts';
import { type Merchant, saveMerchant } from '../../shared/domain/parties/merchant.ts';
import { CommandError, type Operator } from './command.ts';

/** Options of `merchant limit`. */
export const LIMIT_OPTIONS = {
  'per-second': { type: 'string' },
  burst: { type: 'string' },
} as const;

type Options = { readonly [Name in keyof typeof LIMIT_OPTIONS]?: string };

/** Sets the request limit of a merchant; without options, the platform's default limit applies. */
export async function setLimit(
  merchant: Merchant,
  { 'per-second': perSecond, burst }: Options,
  { deps }: Operator,
): Promise<string> {
  const { requestLimit: _, ...record } = merchant;
  if (perSecond === undefined && burst === undefined) {
    await saveMerchant(deps.store, record);
    return `merchant ${merchant.userNo} has the default request limit`;
  }
  const requestLimit = { perSecond: Number(perSecond), burst: Number(burst) };
  if (!isValidRequestLimit(requestLimit))
    throw new CommandError(
      `--per-second must be a whole number from 1 to ${MAX_REQUESTS_PER_SECOND}, and --burst one from 1 to ${MAX_BURST}`,
    );
  await saveMerchant(deps.store, { ...record, requestLimit });
  return `merchant ${merchant.userNo} may make ${burst} requests at once and ${perSecond} in each second`;
}
