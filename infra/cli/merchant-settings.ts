import { type Merchant, saveMerchant } from '../../shared/domain/parties/merchant.ts';
import { assertNameAllowed } from '../../shared/runtime/http/checked-lookup.ts';
import { destinationPolicy, parseDestination } from '../../shared/runtime/http/destination-policy.ts';
import { CommandError, type Operator } from './command.ts';
import { addressesText, required, signatureText, splitList } from './party-options.ts';

interface Options {
  readonly url?: string;
  readonly addresses?: string;
  readonly unsigned?: boolean;
  readonly 'one-block'?: boolean;
}

/**
 * Returns the URL after checking that notifications may go there now. Each delivery checks again.
 *
 * @throws DestinationForbidden
 */
export async function notifyUrlFrom(text: string, { environment }: Operator): Promise<string> {
  const rules = destinationPolicy(environment);
  const url = parseDestination(text, rules);
  await assertNameAllowed(url, rules, 'notifications');
  return url.href;
}

/** Sends a merchant's notifications to another URL. */
export async function setNotifyUrl(
  merchant: Merchant,
  options: Options,
  operator: Operator,
): Promise<string> {
  const { deps } = operator;
  const notifyUrl = await notifyUrlFrom(required({ url: options.url }, 'url'), operator);
  await saveMerchant(deps.store, { ...merchant, notifyUrl });
  return `notifications of merchant ${merchant.userNo} go to ${notifyUrl}`;
}

/** Replaces the allow list of a merchant. */
export async function setAddresses(
  merchant: Merchant,
  options: Options,
  { deps }: Operator,
): Promise<string> {
  const allowedAddresses = splitList(options.addresses);
  await saveMerchant(deps.store, { ...merchant, allowedAddresses });
  return addressesText(`merchant ${merchant.userNo}`, allowedAddresses);
}

/** Sets whether a merchant must sign. */
export async function setSignature(
  merchant: Merchant,
  options: Options,
  { deps }: Operator,
): Promise<string> {
  const { unsignedInOneBlock: _, ...record } = merchant;
  const set = signatureSettings(options);
  await saveMerchant(deps.store, { ...record, ...set });
  const text = signatureText(`merchant ${merchant.userNo}`, set.requireSignature);
  return set.unsignedInOneBlock ? `${text}; unsigned changes must come in one block` : text;
}

/**
 * Returns the settings for whether a merchant must sign.
 *
 * @throws CommandError
 */
export function signatureSettings({ unsigned = false, 'one-block': oneBlock = false }: Options) {
  if (oneBlock && !unsigned)
    throw new CommandError('--one-block is about unsigned changes: use it with --unsigned');
  return { requireSignature: !unsigned, ...(oneBlock && { unsignedInOneBlock: true }) };
}

/** Enables or disables a merchant. */
export async function setEnabled(merchant: Merchant, enabled: boolean, { deps }: Operator): Promise<string> {
  await saveMerchant(deps.store, { ...merchant, enabled });
  return `merchant ${merchant.userNo} is ${enabled ? 'enabled' : 'disabled'}`;
}
