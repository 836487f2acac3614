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

/** What a merchant pays for moving money between its accounts and chains; an operator sets it. */
export interface MerchantFees {
  /** Of what is sold, by Card account exchange. */
  readonly exchangeRate: RatePpm;
  /** Of the coins moved, by Dpt Transfer Card Account. */
  readonly transferRate: RatePpm;
  /** Of what arrives at an acquiring address. */
  readonly acquiringRate: RatePpm;
  /** For one withdrawal, in minor units, by coin. */
  readonly withdrawal: Readonly<Record<string, number>>;
}

/**
 * A company that issues cards over the Merchant API; with requestCipher platform-public it has to sign, or its allow-list
 * is not empty.
 */
export interface Merchant extends Counterparty {
  readonly requestCipher: RequestCipher;
  /** Where notifications go; `{type}` in it stands for their type, as at a platform's own `/webhook/{type}`. */
  readonly notifyUrl?: string;
  /** The BIN ranges it may open cards in. */
  readonly binRangeIds: readonly string[];
  /** How it is told card data, and tells it; in clear unless told. */
  readonly cardData?: CardDataMode;
  /** Set for a merchant that may receive full card numbers in notifications. */
  readonly cardDataInNotifications: boolean;
  /** What it changes unsigned has to come in one RSA block: nobody can put blocks of several requests together. */
  readonly unsignedInOneBlock?: boolean;
  /**
   * Over how many parts the money of its card account lies, by currency; one unless told. It may grow at any time and never
   * shrinks (docs/hot-accounts.md).
   */
  readonly accountParts?: Readonly<Record<string, number>>;
  /** Without them the operations that charge them are refused with 110003. */
  readonly fees?: MerchantFees;
  /** How many requests it may make; the platform's usual limit unless told. */
  readonly requestLimit?: RequestLimit;
}

/** The key of a merchant's record, and the context its platform key is sealed for. */
export const merchantKey = (userNo: string) => ({ pk: `merchant/${userNo}` });

/** The merchant, or undefined when there is none of this number. */
export async function findMerchant(store: Store, userNo: string): Promise<Merchant | undefined> {
  const item: Item | undefined = await store.get('merchants', merchantKey(userNo));
  return item as Merchant | undefined;
}

/** Over how many parts the money of the merchant's card account lies. */
export const accountShardCount = ({ accountParts }: Merchant, currency: string): number =>
  accountParts?.[currency] ?? 1;

/**
 * Stores a merchant, in place of the record that it was read from, and `beside` it what belongs to it: an operator's act.
 *
 * @throws RecordChanged, KeyTaken, KeyRetired, KeyTooSmall, or for an allow-list that is not acceptable
 */
export async function saveMerchant(
  store: Store,
  merchant: Merchant,
  additionalWrites: readonly Write[] = [],
): Promise<void> {
  const { requestCipher, requireSignature, allowedAddresses, enabled } = merchant;
  if (requestCipher === 'platform-public' && !requireSignature && allowedAddresses.length === 0) {
    throw new Error(
      'a merchant that encrypts with the public key has to sign or needs an address allow-list: its requests prove nothing',
    );
  }
  if (enabled) assertValidAllowList(allowedAddresses);
  assertJweKeySizes(merchant);
  const writes = await partyWrites(store, merchantKey(merchant.userNo), merchant);
  await store.write([...writes, ...additionalWrites]);
}

/** Where the merchant's notifications of a type go; a URL that was parsed has its braces escaped. */
export const notifyUrlFor = ({ notifyUrl }: Merchant, type: string): string | undefined =>
  notifyUrl?.replace(/\{type\}|%7Btype%7D/gi, type);
