import * as z from 'zod/mini';
import { callingCode, country, email, image, personName, telephone } from '../fields/cardholder-fields.ts';
import { choice, date, describe, id, text, userReqNo } from '../fields/fields.ts';
import { defineOperation } from './operation.ts';

const statusDescription = '0 disabled, 1 enabled, 2 deleted, 3 in process.';

const cardUserId = () => describe(id(), 'The cardholder.');

/** What a merchant reports about a cardholder, without the images (contract section 3.3). */
const reportedFields = {
  firstName: describe(personName(40), 'Given name.'),
  middleName: z.optional(describe(personName(40), 'Middle name.')),
  lastName: describe(personName(40), 'Family name.'),
  email: describe(
    email(40),
    'E-mail address. Unique among the cardholders of the merchant, regardless of case.',
  ),
  mobilePrefix: describe(
    callingCode(),
    'ITU calling code of the mobile number without plus, for example 86.',
  ),
  mobile: describe(
    telephone(),
    'Mobile number without its prefix. Unique among the cardholders of the merchant, with or without a trunk prefix 0.',
  ),
  birthDate: describe(date(), 'Date of birth; the cardholder must be 18 or older.'),
  countryCode: describe(
    country(),
    'ISO 3166-1 alpha-3 code of the billing address, or XKX for Kosovo. CNH is accepted for CHN.',
  ),
  billingState: describe(
    text(50),
    'State or province. In the United States a two-letter code of the appendix.',
  ),
  billingCity: describe(text(50), 'City.'),
  billingAddress: describe(text(100), 'Street and number.'),
  billingZipCode: z.optional(
    describe(
      text(10),
      'Postal code. May be omitted for countries and regions without postal codes, such as Hong Kong.',
    ),
  ),
  remark: z.optional(describe(text(255), "The merchant's own note.")),
  gender: z.optional(describe(choice(1, 2), '1 male, 2 female.')),
  certificateType: z.optional(describe(choice(1, 2), '1 identity card, 2 passport. Requires certificateNo.')),
  certificateNo: z.optional(describe(text(50), 'Number of the document. Requires certificateType.')),
};

const imageField = (what: string) =>
  z.optional(
    describe(
      image(),
      `${what}: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never returned.`,
    ),
  );

export const cardholderApply = defineOperation({
  title: 'Cardholder Application',
  summary:
    'Reports a cardholder, who is enabled immediately. Email and mobile identify the cardholder: repeating the same application, with or without a userReqNo, returns the same cardholder.',
  path: '/openapi/vcc/cardholder/apply',
  function: 'vcc/cardholder-apply',
  async: false,
  request: z.object({
    userReqNo: z.optional(userReqNo()),
    ...reportedFields,
    certificateFrontImageBase64: imageField('The front of the document'),
    certificateBackImageBase64: imageField('The back of the document'),
    certificateHoldImageBase64: imageField('The cardholder holding the document'),
  }),
  result: z.object({
    cardUserId: describe(z.string(), 'The cardholder.'),
    status: describe(z.number(), statusDescription),
  }),
  access: { merchants: 'read', cardholders: 'write', orders: 'write', images: 'put' },
  hasImages: true,
  refusals: ['110009', '130001'],
});

export const cardholderInfo = defineOperation({
  title: 'Cardholder Details Inquiry',
  summary:
    'Returns what was reported about a cardholder, without images, and the BIN ranges that accept the cardholder.',
  path: '/openapi/vcc/cardholder/info',
  function: 'vcc/cardholder-info',
  async: false,
  request: z.object({ cardUserId: cardUserId() }),
  result: z.object({
    cardUserId: describe(z.string(), 'The cardholder.'),
    firstName: describe(z.string(), 'Given name.'),
    middleName: z.optional(describe(z.string(), 'Middle name.')),
    lastName: describe(z.string(), 'Family name.'),
    email: describe(z.string(), 'E-mail address.'),
    mobilePrefix: describe(z.string(), 'Calling code of the mobile number without plus.'),
    mobile: describe(z.string(), 'Mobile number without its prefix.'),
    birthDate: describe(z.string(), 'Date of birth.'),
    countryCode: describe(z.string(), 'ISO 3166-1 alpha-3 code of the billing address.'),
    billingState: describe(z.string(), 'State or province.'),
    billingCity: describe(z.string(), 'City.'),
    billingAddress: describe(z.string(), 'Street and number.'),
    billingZipCode: describe(z.string(), 'Postal code; empty when the country has none.'),
    remark: z.optional(describe(z.string(), "The merchant's own note.")),
    gender: z.optional(describe(z.number(), '1 male, 2 female.')),
    certificateType: z.optional(describe(z.number(), '1 identity card, 2 passport.')),
    certificateNo: z.optional(describe(z.string(), 'Number of the document.')),
    status: describe(z.number(), statusDescription),
    holderCardBins: describe(
      z.array(
        z.object({
          binRangeId: describe(z.string(), 'The BIN range.'),
          cardBin: describe(z.string(), 'The leading digits of its card numbers.'),
          holderStatus: describe(z.number(), statusDescription),
          holderStatusDesc: describe(z.string(), 'The status in words.'),
        }),
      ),
      'The BIN ranges in which the merchant can open cards for this cardholder.',
    ),
    createAt: describe(z.string(), 'When the cardholder was reported.'),
  }),
  access: { merchants: 'read', cardholders: 'read', cards: 'read' },
  refusals: ['120001'],
});

export const cardholderDelete = defineOperation({
  title: 'Cardholder Deletion',
  summary:
    'Deletes a cardholder without live cards. Email and mobile become available again. Deleting again changes nothing.',
  path: '/openapi/vcc/cardholder/delete',
  function: 'vcc/cardholder-delete',
  async: false,
  request: z.object({
    userReqNo: z.optional(userReqNo()),
    cardUserId: cardUserId(),
  }),
  result: z.object({ cardUserId: describe(z.string(), 'The cardholder.') }),
  access: { merchants: 'read', cardholders: 'write', orders: 'write' },
  refusals: ['110004', '110009', '120001', '130001'],
});
