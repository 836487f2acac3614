import type { Item } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { Write } from '../../runtime/store/write.ts';
import type { CardDataMode } from '../../wire/codec/card-data.ts';
import type { RequestCipher } from '../../wire/codec/envelope.ts';
import type { RatePpm } from '../../wire/money/amount.ts';
import type { Counterparty } from './counterparty.ts';
import { assertValidAllowList } from './ip-allow-list.ts';
import { assertJweKeySizes } from './jwe-key-size.ts';
import type { RequestLimit } from './limits/request-limit.ts';
import { partyWrites } from './party-record.ts';

/** A merchant's fees for moving money between its accounts and chains, set by an operator. */
export interface MerchantFees {
  /** Of the amount sold, for Card account exchange. */
  readonly exchangeRate: RatePpm;
  /** Of the coins moved, for Dpt Transfer Card Account. */
  readonly transferRate: RatePpm;
  /** Of the amount that arrives at an acquiring address. */
  readonly acquiringRate: RatePpm;
  /** Per withdrawal, by coin, in minor units. */
  readonly withdrawal: Readonly<Record<string, number>>;
}

/**
 * A company that issues cards over the Merchant API. With requestCipher platform-public, it has to sign its requests or
 * to have an IP allow list.
 */
export interface Merchant extends Counterparty {
  readonly requestCipher: RequestCipher;
  /** Where notifications go; `{type}` stands for their type, as in the platform's own `/webhook/{type}`. */
  readonly notifyUrl?: string;
  /** The BIN ranges in which it may open cards. */
  readonly binRangeIds: readonly string[];
  /** The form in which it receives and sends card data; defaults to clear. */
  readonly cardData?: CardDataMode;
  /** Whether it receives full card numbers in notifications. */
  readonly cardDataInNotifications: boolean;
  /** Its unsigned changes must fit in one RSA block, so that nobody can combine blocks of several requests. */
  readonly unsignedInOneBlock?: boolean;
  /**
   * The number of shards of its card account, by currency; defaults to 1. It may grow at any time but never shrinks
   * (docs/hot-accounts.md).
   */
  readonly accountShards?: Readonly<Record<string, number>>;
  /** Without fees, the operations that charge them are refused with 110003. */
  readonly fees?: MerchantFees;
  /** Defaults to the platform's request limit. */
  readonly requestLimit?: RequestLimit;
}

/** The key of a merchant's record, and the context that its platform key is sealed for. */
export const merchantKey = (userNo: string) => ({ pk: `merchant/${userNo}` });

/** Returns the merchant with this number, or undefined. */
export async function findMerchant(store: Store, userNo: string): Promise<Merchant | undefined> {
  const item: Item | undefined = await store.get('merchants', merchantKey(userNo));
  return item as Merchant | undefined;
}

/** Returns the number of shards of the merchant's card account in a currency. */
export const accountShardCount = ({ accountShards }: Merchant, currency: string): number =>
  accountShards?.[currency] ?? 1;

/**
 * Stores a merchant in place of the record it was read from, together with additional writes. For operators.
 *
 * @throws RecordChanged when the record has changed since it was read
 * @throws KeyAlreadyClaimed, KeyRetired when a new key is not free
 * @throws KeyTooSmall when card data is JWE and a key is too small for it
 * @throws AllowListInvalid when the merchant is enabled
 */
export async function saveMerchant(
  store: Store,
  merchant: Merchant,
  additionalWrites: readonly Write[] = [],
): Promise<void> {
  const { requestCipher, requireSignature, allowedAddresses, enabled } = merchant;
  if (requestCipher === 'platform-public' && !requireSignature && allowedAddresses.length === 0) {
    throw new Error(
      'a merchant that encrypts with the public key has to sign, or needs an IP allow list: its requests prove nothing by themselves',
    );
  }
  if (enabled) assertValidAllowList(allowedAddresses);
  assertJweKeySizes(merchant);
  const writes = await partyWrites(store, merchantKey(merchant.userNo), merchant);
  await store.write([...writes, ...additionalWrites]);
}

/** Returns the URL for a merchant's notifications of a type. In a URL that was parsed, the braces are escaped. */
export const notifyUrlFor = ({ notifyUrl }: Merchant, type: string): string | undefined =>
  notifyUrl?.replace(/\{type\}|%7Btype%7D/gi, type);
