import { merchantCardAccount } from '../../shared/ledger/accounts.ts';
import { layOut, levelParts } from '../../shared/ledger/level.ts';
import { MOST_PARTS } from '../../shared/ledger/parts.ts';
import { type Merchant, partsOf, saveMerchant } from '../../shared/merchants/merchant.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { CommandRefused } from './operator.ts';

/** Spreads the money of a merchant's card account over so many parts, and evenly. CommandRefused for fewer than before. */
export async function setParts(
  merchant: Merchant,
  currency: string,
  count: string,
  platform: Platform,
): Promise<string> {
  const parts = Number(count);
  const least = partsOf(merchant, currency);
  if (!Number.isInteger(parts) || parts < least || parts > MOST_PARTS)
    throw new CommandRefused(`--parts is a whole number from ${least} to ${MOST_PARTS}`);
  const changed = { ...merchant, accountParts: { ...merchant.accountParts, [currency]: parts } };
  await layOut(platform, merchantCardAccount(merchant.userNo, currency), parts);
  // Before any money lies there: whoever does not know of a part does not see what is on it.
  await saveMerchant(platform.store, changed);
  await evenOut(changed, currency, platform);
  return `the ${currency} account of merchant ${merchant.userNo} has ${parts} parts`;
}

/** Spreads what lies on one part of the merchant's card account, if it has several. */
export async function evenOut(merchant: Merchant, currency: string, platform: Platform): Promise<void> {
  const parts = partsOf(merchant, currency);
  if (parts > 1) await levelParts(platform, merchantCardAccount(merchant.userNo, currency), parts);
}
