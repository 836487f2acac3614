import { regexes } from 'zod/mini';
import { decodeBase64 } from '../codec/base64.ts';
import { allCallingCodes, isCallingCode } from './calling-codes.ts';
import { allCountries, CHINA, readCountry } from './countries.ts';
import { wireField } from './wire-field.ts';

/** An e-mail address of at most `max` characters. */
export function email(max: number) {
  return wireField<string, string>(
    `an e-mail address of at most ${max} characters`,
    (value) =>
      typeof value === 'string' && value.length <= max && regexes.email.test(value) ? value : undefined,
    { type: 'string', format: 'email', maxLength: max },
  );
}

/** A calling code of the appendix without plus; as an enumeration it is also taken as a JSON number. */
export function callingCode() {
  return wireField<string | number, string>(
    'a calling code without plus',
    (value) => {
      const code = typeof value === 'number' ? String(value) : value;
      return typeof code === 'string' && isCallingCode(code) ? code : undefined;
    },
    {
      title: 'CallingCode',
      anyOf: [
        { type: 'string', enum: [...allCallingCodes()] },
        { type: 'integer', minimum: 1, maximum: 998 },
      ],
      examples: ['86'],
    },
  );
}

/** A telephone number behind its calling code: 4 digits, as the shortest have, to 11. */
export function telephone() {
  return wireField<string, string>(
    '4 to 11 digits',
    (value) => (typeof value === 'string' && TELEPHONE.test(value) ? value : undefined),
    { type: 'string', pattern: TELEPHONE.source, examples: ['13800138000'] },
  );
}

const TELEPHONE = /^\d{4,11}$/;

/** A country's alpha-3 code of the appendix, in its standard form; `CNH` is taken for `CHN`. */
export function country() {
  return wireField<string, string>(
    'an ISO 3166-1 alpha-3 code',
    (value) => (typeof value === 'string' ? readCountry(value) : undefined),
    { title: 'Country', type: 'string', enum: [...allCountries().keys(), CHINA.asSent], examples: ['CHN'] },
  );
}

/**
 * The most bytes of an image: three of them as Base64, with all other fields at their longest, fit the 3 MiB of
 * ciphertext that a request may have.
 */
export const IMAGE_BYTES = 512 * 1024;

/** The media types of images, by the bytes that their files begin with. */
const SIGNATURES = {
  'image/jpeg': Buffer.from([0xff, 0xd8, 0xff]),
  'image/png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
} as const;

/** A picture of a document. */
export interface Image {
  readonly bytes: Buffer;
  readonly mediaType: keyof typeof SIGNATURES;
}

/** The image that the Base64 text holds; undefined when it is no JPEG or PNG by its signature. */
export function readImage(base64: string): Image | undefined {
  const bytes = decodeBase64(base64);
  const mediaTypes = Object.keys(SIGNATURES) as (keyof typeof SIGNATURES)[];
  const mediaType = mediaTypes.find((type) => bytes?.indexOf(SIGNATURES[type]) === 0);
  return bytes && mediaType && { bytes, mediaType };
}

/** The characters of the longest image, but for line breaks. */
const IMAGE_CHARACTERS = 4 * Math.ceil(IMAGE_BYTES / 3);

/** A JPEG or PNG as Base64, with or without line breaks; the checked value has none. */
export function image() {
  return wireField<string, string>(
    `a JPEG or PNG of at most ${IMAGE_BYTES / 1024} KiB as Base64`,
    (value) => {
      const base64 = typeof value === 'string' ? value.replaceAll(/[\r\n]+/g, '') : '';
      if (base64.length > IMAGE_CHARACTERS) return undefined;
      const read = readImage(base64);
      return read && read.bytes.length <= IMAGE_BYTES ? base64 : undefined;
    },
    { title: 'Image', type: 'string', contentEncoding: 'base64' },
  );
}
