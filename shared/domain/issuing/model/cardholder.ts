import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { countryName, hasPostcodes } from '../../../wire/contract/reference-data/countries.ts';
import { CardholderNotReported, NothingFound } from '../../../wire/errors.ts';
import type { BinRange } from './bin-range.ts';

/** A holder's life. There is no check of identity by others here, so an application is enabled at once. */
export type CardholderStatus = 'disabled' | 'enabled' | 'deleted' | 'in-process';

/** The sides of an identity document, and its bearer with it in the hand. */
export type CertificateImage = 'front' | 'back' | 'hold';

/** What a merchant reports of a person, under its wire names (contract section 3.3). */
export interface Person {
  readonly firstName: string;
  readonly middleName?: string;
  readonly lastName: string;
  readonly email: string;
  /** The calling code without plus. */
  readonly mobilePrefix: string;
  readonly mobile: string;
  /** yyyy-MM-dd */
  readonly birthDate: string;
  /** ISO 3166-1 alpha-3. */
  readonly countryCode: string;
  readonly billingState: string;
  readonly billingCity: string;
  readonly billingAddress: string;
  /** Absent where the country has no postal codes. */
  readonly billingZipCode?: string;
  readonly remark?: string;
  /** 1 male, 2 female. */
  readonly gender?: 1 | 2;
  /** 1 identity card, 2 passport. */
  readonly certificateType?: 1 | 2;
  readonly certificateNo?: string;
}

/** A person whom a merchant reported, as the cardholders room keeps it. */
export interface Cardholder extends Person {
  readonly cardUserId: string;
  readonly userNo: string;
  readonly status: CardholderStatus;
  /** The mobile number as it is dialled from abroad, by which it is known again; records of before that have none. */
  readonly nationalNumber?: string;
  /** Which images are in the object store. */
  readonly images: readonly CertificateImage[];
  /** What was applied with, as a hash: the same application again is told from another one by it. */
  readonly fingerprint: string;
  /** Cards that name the holder and are not closed. */
  readonly liveCards: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** The key of a holder's record. */
export const cardholderKey = (cardUserId: string) => ({ pk: `holder/${cardUserId}` });

/** The holder that a stored item holds. */
export function cardholderFrom({ pk: _, ...holder }: Item): Cardholder {
  return holder as unknown as Cardholder;
}

/** The merchant's holder; NothingFound when there is none or it is another merchant's. */
export async function cardholderOf(store: Store, userNo: string, cardUserId: string): Promise<Cardholder> {
  const item = await store.get('cardholders', cardholderKey(cardUserId));
  if (!item || item['userNo'] !== userNo) throw new NothingFound('cardUserId', 'cardholder');
  return cardholderFrom(item);
}

/** The wire's names of the images. */
export const IMAGE_FIELDS = {
  front: 'certificateFrontImageBase64',
  back: 'certificateBackImageBase64',
  hold: 'certificateHoldImageBase64',
} as const satisfies Record<CertificateImage, string>;

/** Whether the holder is enabled and was reported with every field that cards of the range require. */
export function qualifiesFor(holder: Cardholder, range: BinRange): boolean {
  const reported = new Set<string>([
    ...Object.entries(holder).flatMap(([field, value]) => (value === undefined ? [] : [field])),
    ...holder.images.map((image) => IMAGE_FIELDS[image]),
    ...(hasPostcodes(holder.countryCode) ? [] : ['billingZipCode']),
  ]);
  return holder.status === 'enabled' && range.requiredFields.every((field) => reported.has(field));
}

/** Refuses a holder who is not enabled, or lacks a field that cards of the range require. */
export function assertQualifiesFor(holder: Cardholder, range: BinRange): void {
  if (!qualifiesFor(holder, range)) throw new CardholderNotReported();
}

/** The holder as Card Inquiry tells it (contract section 3.2). */
export const cardUserInfo = ({ firstName, lastName, email, mobile, birthDate }: Cardholder) => ({
  firstName,
  lastName,
  email,
  mobile,
  birthDate,
});

/** The address that the holder's cards are billed to, as Card Inquiry tells it (contract section 3.2). */
export const billAddressInfo = (holder: Cardholder) => ({
  countryCode: holder.countryCode,
  country: countryName(holder.countryCode),
  billingState: holder.billingState,
  billingCity: holder.billingCity,
  billingAddress: holder.billingAddress,
  billingZipCode: holder.billingZipCode ?? '',
});
