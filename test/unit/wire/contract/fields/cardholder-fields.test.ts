import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  callingCode,
  country,
  email,
  image,
  MAX_IMAGE_BYTES,
  parseImage,
  personName,
  telephone,
} from '../../../../../shared/wire/contract/fields/cardholder-fields.ts';
import { picture } from '../../../../support/fixtures/cardholders.ts';

const checked = (field: z.ZodMiniType, value: unknown) => {
  const parsed = z.safeParse(field, value);
  return parsed.success ? parsed.data : undefined;
};
const NEVER = [undefined, null, true, [], {}, '', ' '];

describe('an e-mail address', () => {
  it.each(['a@b.co', 'ada.lovelace+cards@mail.example.com', "o'neil@example.org", 'A_B-C@EXAMPLE.COM'])(
    '%s is accepted unchanged',
    (address) => expect(checked(email(40), address)).toBe(address),
  );

  it.each([
    ...NEVER,
    7,
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'a@b@c.com',
    'ada @example.com',
    'ada@example.com\n',
    '.ada@example.com',
    'ada..l@example.com',
    'ada@-example.com',
    'ада@example.com',
  ])('%j is refused', (address) => expect(checked(email(40), address)).toBeUndefined());

  it('has a maximum length', () => {
    const ofLength = (length: number) => `${'a'.repeat(length - 6)}@b.com`;
    expect(checked(email(40), ofLength(40))).toBe(ofLength(40));
    expect(checked(email(40), ofLength(41))).toBeUndefined();
  });
});

describe('a telephone number', () => {
  it('has a calling code and digits', () => {
    expect(checked(callingCode(), '86')).toBe('86');
    expect(checked(callingCode(), 86)).toBe('86');
    for (const other of [...NEVER, '+86', '086', 0, 8.6, -1, '999', 1e308])
      expect(checked(callingCode(), other)).toBeUndefined();
    for (const number of ['4000', '13800138000', '00001']) expect(checked(telephone(), number)).toBe(number);
    expect(checked(telephone(), 13800138000)).toBe('13800138000');
    for (const other of [...NEVER, '00000', '123', '123456789012', '1380-013', '+1380013', '٠١٢٣٤'])
      expect(checked(telephone(), other)).toBeUndefined();
  });
});

it.each([
  [image(), 'data:image/png,abc', /, but is a data: URI without Base64$/],
  [image(), 'R0lGODlhAQABAAAAACw=', /, but is a GIF$/],
  [image(), 'JVBERi0xLjcK', /, but is a PDF$/],
  [image(), 'AAAA', /, but is not a supported image type$/],
  [image(), 'front.png', /, but is not Base64$/],
  [image(), picture('png', MAX_IMAGE_BYTES + 3).toString('base64'), /, but is larger$/],
  [telephone(), '+447418123456', /, but begins with a plus: the calling code is mobilePrefix$/],
  [telephone(), '7418 123456', /, but has other characters$/],
  [telephone(), '123456789012', /, but has 12$/],
  [callingCode(), '+44', /^must be a calling code without plus, but has one$/],
  [callingCode(), '044', /, but begins with a zero$/],
  [country(), 'GB', /, but has two letters$/],
  [country(), 'gbr', /, but is in lower case$/],
  [personName(40), '\u200b', /with a letter among them, but has none$/],
])('a refusal names the problem: %#', (field, value, words) => {
  const message = z.safeParse(field as z.ZodMiniType, value).error?.issues[0]?.message;
  expect(message).toMatch(words);
});

describe('a country', () => {
  it('is returned in its standard form', () => {
    expect(checked(country(), 'CNH')).toBe('CHN');
    expect(checked(country(), 'CHN')).toBe('CHN');
    for (const other of [...NEVER, 'CN', 'chn', 156, 'XXX'])
      expect(checked(country(), other)).toBeUndefined();
  });
});

describe('an image', () => {
  const formats = fc.constantFrom('jpeg' as const, 'png' as const);

  it('is a JPEG or PNG by its first bytes, with or without line breaks', () => {
    fc.assert(
      fc.property(
        formats,
        fc.integer({ min: 8, max: 3_000 }),
        fc.integer({ min: 1, max: 100 }),
        (format, size, at) => {
          const base64 = picture(format, size).toString('base64');
          const lines = base64.replaceAll(new RegExp(`.{1,${at}}`, 'g'), '$&\r\n');
          expect(checked(image(), lines)).toBe(base64);
          const read = parseImage(base64);
          expect(read?.mediaType).toBe(`image/${format}`);
          expect(read?.bytes).toEqual(picture(format, size));
        },
      ),
    );
  });

  it('is refused in any other form', () => {
    const others = ['GIF89a', '%PDF-1.7', 'RIFF0000WEBP', '<svg/>', '\xff\xd8'].map((text) =>
      Buffer.from(text, 'latin1').toString('base64'),
    );
    const url = `data:image/png,${picture('png', 30).toString('base64')}`;
    const unpadded = picture('png', 31).toString('base64').replace(/=+$/, '');
    for (const other of [...NEVER, 7, ...others, url, unpadded, `A${picture('png', 30).toString('base64')}`])
      expect(checked(image(), other)).toBeUndefined();
  });

  it('has a maximum size', () => {
    const ofSize = (size: number) => picture('jpeg', size).toString('base64');
    expect(checked(image(), ofSize(MAX_IMAGE_BYTES))).toBe(ofSize(MAX_IMAGE_BYTES));
    expect(checked(image(), ofSize(MAX_IMAGE_BYTES + 1))).toBeUndefined();
  });
});
