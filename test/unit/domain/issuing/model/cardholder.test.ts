import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../../../../infra/demo/seed/seed.ts';
import type { BinRange } from '../../../../../shared/domain/issuing/model/bin-range.ts';
import {
  assertQualifiesFor,
  billAddressInfo,
  type Cardholder,
  type CardholderStatus,
  cardUserInfo,
  IMAGE_FIELDS,
} from '../../../../../shared/domain/issuing/model/cardholder.ts';
import { CardholderNotReported } from '../../../../../shared/wire/errors.ts';
import { person } from '../../../../support/fixtures/cardholders.ts';

const OPTIONAL = {
  middleName: 'King',
  gender: 2,
  certificateType: 2,
  certificateNo: 'P1',
  remark: 'r',
} as const;
const IMAGES = ['front', 'back', 'hold'] as const;

const holder = (changes: Partial<Cardholder> = {}): Cardholder => ({
  ...person(),
  cardUserId: '7',
  userNo: '1',
  status: 'enabled',
  images: [],
  fingerprint: '',
  liveCards: 0,
  createdAt: 0,
  ...changes,
});

const rangeOf = (requiredFields: string[]): BinRange => ({ ...(DEMO_RANGES[0] as BinRange), requiredFields });
const accepts = (who: Cardholder, requiredFields: string[]): boolean => {
  try {
    assertQualifiesFor(who, rangeOf(requiredFields));
    return true;
  } catch (error) {
    if (error instanceof CardholderNotReported) return false;
    throw error;
  }
};

describe('a range', () => {
  it('accepts exactly those cardholders who were reported with every field that it requires', () => {
    const optional = fc.subarray(Object.keys(OPTIONAL) as (keyof typeof OPTIONAL)[]);
    const all = [...Object.keys(person()), ...Object.keys(OPTIONAL), ...Object.values(IMAGE_FIELDS)];
    fc.assert(
      fc.property(optional, fc.subarray([...IMAGES]), fc.subarray(all), (given, images, required) => {
        const reported = [...Object.keys(person()), ...given, ...images.map((image) => IMAGE_FIELDS[image])];
        const fields = Object.fromEntries(given.map((field) => [field, OPTIONAL[field]]));
        expect(accepts(holder({ ...fields, images }), required)).toBe(
          required.every((field) => reported.includes(field)),
        );
      }),
    );
  });

  it.each(['disabled', 'deleted', 'in-process'] satisfies CardholderStatus[])(
    'does not accept a cardholder who is %s',
    (status) => {
      expect(accepts(holder({ status }), [])).toBe(false);
    },
  );

  it('accepts no one when it requires an unknown field', () => {
    expect(accepts(holder(), ['favouriteColour'])).toBe(false);
  });
});

it('a card shows of its cardholder the fields of the contract alone', () => {
  const who = holder({ countryCode: 'CHN', certificateNo: 'P1', images: ['front'] });
  expect(cardUserInfo(who)).toEqual({
    firstName: who.firstName,
    lastName: who.lastName,
    email: who.email,
    mobile: who.mobile,
    birthDate: who.birthDate,
  });
  expect(billAddressInfo(who)).toEqual({
    countryCode: 'CHN',
    country: 'China',
    billingState: who.billingState,
    billingCity: who.billingCity,
    billingAddress: who.billingAddress,
    billingZipCode: who.billingZipCode,
  });
});
