import { CARD_DATA_FIELDS as FIELDS } from './card-data-fields.ts';
import { isPlainObject, type JsonObject } from './json.ts';
import { isJwe } from './jwe-form.ts';
import type { RsaPrivateKey, RsaPublicKey } from './keys.ts';

/**
 * How a merchant exchanges card data (contract section 1.2): `clear` in plaintext; `masked` without card numbers and
 * verification numbers; `jwe` with each field as compact JWE to the receiver's key.
 */
export const CARD_DATA_MODES = ['clear', 'masked', 'jwe'] as const;
export type CardDataMode = (typeof CARD_DATA_MODES)[number];

type Field = (typeof FIELDS)[number];

const FULL_PAN = /^\d{12,19}$/;

/** Returns the field's value as text when it is card data in plaintext. A masked card number is not. */
export function plaintextCardData(field: string, value: unknown): string | undefined {
  if (!FIELDS.includes(field as Field) || isJwe(value)) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  return field === 'cardNo' && !FULL_PAN.test(text) ? undefined : text;
}

type FieldMapper = (field: string, value: unknown) => unknown;

/** Returns the content with each field mapped, at any depth. Fields that map to undefined are dropped. */
export async function mapFields<Content extends object>(
  content: Content,
  mapper: FieldMapper,
): Promise<Content> {
  const fields = await Promise.all(
    Object.entries(content).map(
      async ([field, value]) => [field, await mapValue(field, value, mapper)] as const,
    ),
  );
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Content;
}

function mapValue(field: string, value: unknown, mapper: FieldMapper): unknown {
  if (Array.isArray(value)) return Promise.all(value.map((one) => mapValue(field, one, mapper)));
  return isPlainObject(value) ? mapFields(value, mapper) : mapper(field, value);
}

/** Returns the content with its card data sealed as JWE to the key. */
export const sealCardData = <Content extends object>(content: Content, key: RsaPublicKey): Promise<Content> =>
  mapFields(content, async (field, value) => {
    const text = plaintextCardData(field, value);
    return text === undefined ? value : (await import('./jwe.ts')).sealJwe(text, key);
  });

/**
 * Returns the content with its JWE card data in plaintext and everything else unchanged.
 *
 * @throws JweUnreadable when a JWE does not open with any of the keys
 */
export const openCardData = <Content extends object = JsonObject>(
  content: Content,
  keys: readonly RsaPrivateKey[],
): Promise<Content> =>
  mapFields(content, async (field, value) =>
    // Loaded on first use: few merchants need it.
    FIELDS.includes(field as Field) && isJwe(value) ? (await import('./jwe.ts')).openJwe(value, keys) : value,
  );

/** Whether any card data in the content is JWE. */
export const hasSealedCardData = (content: object): boolean =>
  Object.entries(content).some(([field, value]) =>
    typeof value === 'object' && value !== null
      ? hasSealedCardData(value)
      : FIELDS.includes(field as Field) && isJwe(value),
  );
