import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { countryName, hasPostcodes } from '../../../wire/contract/reference-data/countries.ts';
import { CardholderNotReported, NothingFound } from '../../../wire/errors.ts';
import type { BinRange } from './bin-range.ts';

/** A cardholder's status. There is no external identity check, so an application is enabled at once. */
export type CardholderStatus = 'disabled' | 'enabled' | 'deleted' | 'in-process';

/** Images of an identity document: its front, its back, and its bearer holding it. */
export type CertificateImage = 'front' | 'back' | 'hold';

/** What a merchant reports about a person, under its wire names (contract section 3.3). */
export interface Person {
  readonly firstName: string;
  readonly middleName?: string;
  readonly lastName: string;
  readonly email: string;
  /** Country calling code without the plus sign. */
  readonly mobilePrefix: string;
  readonly mobile: string;
  /** yyyy-MM-dd */
  readonly birthDate: string;
  /** ISO 3166-1 alpha-3. */
  readonly countryCode: string;
  readonly billingState: string;
  readonly billingCity: string;
  readonly billingAddress: string;
  /** Absent when the country has no postal codes. */
  readonly billingZipCode?: string;
  readonly remark?: string;
  /** 1 male, 2 female. */
  readonly gender?: 1 | 2;
  /** 1 identity card, 2 passport. */
  readonly certificateType?: 1 | 2;
  readonly certificateNo?: string;
}

/** A person reported by a merchant, as stored in the cardholders table. */
export interface Cardholder extends Person {
  readonly cardUserId: string;
  readonly userNo: string;
  readonly status: CardholderStatus;
  /** The national significant number (E.164), used to detect duplicates. Absent in older records. */
  readonly nationalNumber?: string;
  /** The images in the object store. */
  readonly images: readonly CertificateImage[];
  /** Hash of the application. It tells a repeated application from a different one. */
  readonly fingerprint: string;
  /** Number of the cardholder's cards that are not closed. */
  readonly liveCards: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** The key of a cardholder's record. */
export const cardholderKey = (cardUserId: string) => ({ pk: `holder/${cardUserId}` });

/** Parses a stored cardholder. */
export function cardholderFrom({ pk: _, ...holder }: Item): Cardholder {
  return holder as unknown as Cardholder;
}

/**
 * Returns the merchant's cardholder.
 *
 * @throws NothingFound when it does not exist or belongs to another merchant
 */
export async function cardholderOf(store: Store, userNo: string, cardUserId: string): Promise<Cardholder> {
  const item = await store.get('cardholders', cardholderKey(cardUserId));
  if (!item || item['userNo'] !== userNo) throw new NothingFound('cardUserId', 'cardholder');
  return cardholderFrom(item);
}

/** The wire names of the images. */
export const IMAGE_FIELDS = {
  front: 'certificateFrontImageBase64',
  back: 'certificateBackImageBase64',
  hold: 'certificateHoldImageBase64',
} as const satisfies Record<CertificateImage, string>;

/** Whether the cardholder is enabled and has every field that cards of the range require. */
export function qualifiesFor(holder: Cardholder, range: BinRange): boolean {
  const reported = new Set<string>([
    ...Object.entries(holder).flatMap(([field, value]) => (value === undefined ? [] : [field])),
    ...holder.images.map((image) => IMAGE_FIELDS[image]),
    ...(hasPostcodes(holder.countryCode) ? [] : ['billingZipCode']),
  ]);
  return holder.status === 'enabled' && range.requiredFields.every((field) => reported.has(field));
}

/** @throws CardholderNotReported when the cardholder is not enabled or lacks a field that cards of the range require */
export function assertQualifiesFor(holder: Cardholder, range: BinRange): void {
  if (!qualifiesFor(holder, range)) throw new CardholderNotReported();
}

/** Returns the cardholder as Card Inquiry shows it (contract section 3.2). */
export const cardUserInfo = ({ firstName, lastName, email, mobile, birthDate }: Cardholder) => ({
  firstName,
  lastName,
  email,
  mobile,
  birthDate,
});

/** Returns the cardholder's billing address as Card Inquiry shows it (contract section 3.2). */
export const billAddressInfo = (holder: Cardholder) => ({
  countryCode: holder.countryCode,
  country: countryName(holder.countryCode),
  billingState: holder.billingState,
  billingCity: holder.billingCity,
  billingAddress: holder.billingAddress,
  billingZipCode: holder.billingZipCode ?? '',
});
