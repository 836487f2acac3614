import { luhnDigit } from '../cards/number.ts';

/** Fields that never reach a log, whatever they hold. */
const SECRET_FIELDS =
  /^(cardNo|cardVerifyNo|cvv2?|cvc2?|pan|pin|otp|activationCode|expiry|secrets|dataContent|result|data|content|publicKey|privateKey|platformPrivateKey|sealed|wrapped|authorization)$/i;

const REDACTED = '[redacted]';
const KEY_MATERIAL = /-----BEGIN [A-Z ]*(KEY|CERTIFICATE)-----[\s\S]*?(-----END [A-Z ]*-----|$)/g;
/** Where a payment card number may begin (ISO/IEC 7812: 2 to 6). */
const CARD_START = /(?<!\d)[2-6](?=(?:[ -]?\d){12})/g;
/** Nineteen digits with a separator between each two, and the character behind. */
const LONGEST_CARD = 38;
/** Fields that hold ids of ours, of which one in ten would pass for a card number. */
const ID_FIELDS = /^(pk|correlationId|\w+Id)$/;

/** A JSON replacer that takes out secret fields, and whatever in a text looks like a card number or a key. */
export function redact(field: string, value: unknown): unknown {
  if (SECRET_FIELDS.test(field) && value !== undefined && value !== null) return REDACTED;
  if (ID_FIELDS.test(field)) return value;
  if (typeof value === 'bigint' || typeof value === 'number') {
    return redactText(String(value)) === REDACTED
      ? REDACTED
      : typeof value === 'bigint'
        ? String(value)
        : value;
  }
  return typeof value === 'string' ? redactText(value) : value;
}

/** The text without what looks like a card number or a key. */
export function redactText(text: string): string {
  const keyless = text.replace(KEY_MATERIAL, REDACTED);
  let clean = '';
  let from = 0;
  for (const { index } of keyless.matchAll(CARD_START)) {
    const length = index < from ? 0 : cardNumberLength(keyless.slice(index, index + LONGEST_CARD));
    if (length === 0) continue;
    clean += keyless.slice(from, index) + REDACTED;
    from = index + length;
  }
  return clean + keyless.slice(from);
}

/** The characters of the card number, grouped or not, that the text begins with; 0 when it begins with none. */
function cardNumberLength(text: string): number {
  const [run = ''] = /^\d(?:[ -]?\d){12,18}/.exec(text) ?? [];
  for (let end = run.length; end >= 13; end -= 1) {
    const digits = run.slice(0, end).replace(/\D/g, '');
    const isWhole = /\d/.test(run[end - 1] ?? '') && !/\d/.test(text[end] ?? '');
    if (isWhole && digits.length >= 13 && luhnDigit(digits.slice(0, -1)) === digits.at(-1)) return end;
  }
  return 0;
}
