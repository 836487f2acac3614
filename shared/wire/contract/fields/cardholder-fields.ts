import { regexes } from 'zod/mini';
import { decodeBase64 } from '../../codec/base64.ts';
import { allCallingCodes, isCallingCode } from '../reference-data/calling-codes.ts';
import { allCountries, CHINA, parseCountry } from '../reference-data/countries.ts';
import { invalid, wireField } from './wire-field.ts';

/** An e-mail address of at most `max` characters. */
export function email(max: number) {
  return wireField<string, string>(
    `an e-mail address of at most ${max} characters`,
    (value) =>
      typeof value === 'string' && value.length <= max && regexes.email.test(value) ? value : undefined,
    { type: 'string', format: 'email', maxLength: max },
  );
}

/** A visible letter; some letters are only fillers. */
const LETTER = /(?!\p{Default_Ignorable_Code_Point})\p{L}/u;

/** A name of at most `max` characters with at least one letter. */
export function personName(max: number) {
  return wireField<string, string>(
    `a name of 1 to ${max} characters with a letter among them`,
    (value) => {
      if (typeof value !== 'string') return undefined;
      if (value.length > max) return invalid(`has ${value.length}`);
      if (!value.isWellFormed()) return invalid('has half a surrogate pair');
      if (/\p{Cc}/u.test(value)) return invalid('has a control character');
      return LETTER.test(value) ? value : invalid('has none');
    },
    { type: 'string', minLength: 1, maxLength: max },
  );
}

/** A calling code of the appendix, without plus. Also accepted as a JSON number, like other enumerations. */
export function callingCode() {
  return wireField<string | number, string>(
    'a calling code without plus',
    (value) => {
      const code = typeof value === 'number' ? String(value) : value;
      if (typeof code !== 'string') return undefined;
      if (isCallingCode(code)) return code;
      if (code.startsWith('+')) return invalid('has one');
      return /^0\d/.test(code) ? invalid('begins with a zero') : undefined;
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

const TELEPHONE = /^(?=.*[1-9])\d{4,11}$/;

/** A telephone number without its calling code: 4 to 11 digits. Also accepted as a JSON number. */
export function telephone() {
  return wireField<string | number, string>(
    '4 to 11 digits, not all of them zero',
    (value) => {
      const written = typeof value === 'number' ? String(value) : value;
      if (typeof written !== 'string') return undefined;
      if (TELEPHONE.test(written)) return written;
      if (written.startsWith('+')) return invalid('begins with a plus: the calling code is mobilePrefix');
      return /^\d+$/.test(written) ? invalid(`has ${written.length}`) : invalid('has other characters');
    },
    {
      anyOf: [
        { type: 'string', pattern: TELEPHONE.source },
        { type: 'integer', minimum: 1_000, maximum: 99_999_999_999 },
      ],
      examples: ['13800138000'],
    },
  );
}

/** A country's alpha-3 code of the appendix. `CNH` is read as `CHN`. */
export function country() {
  return wireField<string, string>(
    'an ISO 3166-1 alpha-3 code',
    (value) => {
      if (typeof value !== 'string') return undefined;
      if (/^[A-Z]{2}$/.test(value)) return invalid('has two letters');
      return parseCountry(value) ?? (parseCountry(value.toUpperCase()) && invalid('is in lower case'));
    },
    { title: 'Country', type: 'string', enum: [...allCountries().keys(), CHINA.alias], examples: ['CHN'] },
  );
}

/**
 * Limit for the bytes of an image: three images as Base64, with all other fields at their longest, fit the 3 MiB of
 * ciphertext that a request may have.
 */
export const MAX_IMAGE_BYTES = 512 * 1024;

/** The first bytes of an image file, by media type. */
const FILE_SIGNATURES = {
  'image/jpeg': Buffer.from([0xff, 0xd8, 0xff]),
  'image/png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
} as const;

/** An image of a document. */
interface Image {
  readonly bytes: Buffer;
  readonly mediaType: keyof typeof FILE_SIGNATURES;
}

/** Parses an image from Base64; undefined when its signature is not that of a JPEG or PNG. */
export function parseImage(base64: string): Image | undefined {
  const bytes = decodeBase64(base64);
  const mediaTypes = Object.keys(FILE_SIGNATURES) as (keyof typeof FILE_SIGNATURES)[];
  const mediaType = mediaTypes.find((type) => bytes?.indexOf(FILE_SIGNATURES[type]) === 0);
  return bytes && mediaType && { bytes, mediaType };
}

/** Base64 characters of the largest image, without line breaks. */
const MAX_IMAGE_BASE64_LENGTH = 4 * Math.ceil(MAX_IMAGE_BYTES / 3);

/** The prefix of the Base64 in a data: URI, as browsers write it. The media type comes from the bytes instead. */
const DATA_URI = /^data:[^,]{0,100};base64,/i;

/** Other files that people send as images of documents, by the first characters of their Base64. */
const OTHER_FILE_KINDS = {
  R0lGOD: 'a GIF',
  UklGR: 'a WebP',
  JVBERi: 'a PDF',
  Qk: 'a BMP',
  SUkq: 'a TIFF',
  TU0AK: 'a TIFF',
};

/** A JPEG or PNG as Base64, with or without line breaks, or as a data: URI. The checked value is the bare Base64. */
export function image() {
  return wireField<string, string>(
    `a JPEG or PNG of at most ${MAX_IMAGE_BYTES / 1024} KiB as Base64`,
    (value) => {
      if (typeof value !== 'string') return undefined;
      const base64 = value.replace(DATA_URI, '').replaceAll(/[\r\n]+/g, '');
      if (base64.startsWith('data:')) return invalid('is a data: URI without Base64');
      if (base64.length > MAX_IMAGE_BASE64_LENGTH) return invalid('is larger');
      const read = parseImage(base64);
      if (!read) return invalid(describeOtherContent(base64));
      return read.bytes.length <= MAX_IMAGE_BYTES ? base64 : invalid('is larger');
    },
    { title: 'Image', type: 'string', contentEncoding: 'base64' },
  );
}

function describeOtherContent(base64: string): string {
  if (decodeBase64(base64) === undefined) return 'is not Base64';
  const other = Object.entries(OTHER_FILE_KINDS).find(([start]) => base64.startsWith(start));
  return other ? `is ${other[1]}` : 'is not a supported image type';
}
