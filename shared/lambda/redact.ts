import { luhnDigit } from '../cards/number.ts';

/** Fields that never reach a log, whatever they hold. */
const SECRET_FIELDS =
  /^(cardNo|cardVerifyNo|cvv2?|cvc2?|pan|pin|otp|activationCode|expiry|secrets|dataContent|result|data|content|publicKey|privateKey|platformPrivateKey|sealed|wrapped|authorization)$/i;

const REDACTED = '[redacted]';
const KEY_MATERIAL = /-----BEGIN [A-Z ]*(KEY|CERTIFICATE)-----[\s\S]*?(-----END [A-Z ]*-----|$)/g;
/** Runs of 13 to 19 digits, also grouped, that begin as a payment card does (ISO/IEC 7812: 2 to 6). */
const NUMBER = /(?<!\d)[2-6](?:[ -]?\d){12,18}(?!\d)/g;
/** Fields that hold ids of ours, of which one in ten would pass for a card number. */
const ID_FIELDS = /^(pk|correlationId|\w+Id)$/;

/** A JSON replacer that takes out secret fields, and whatever in a text looks like a card number or a key. */
export function redact(field: string, value: unknown): unknown {
  if (SECRET_FIELDS.test(field) && value !== undefined && value !== null) return REDACTED;
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'string' && !ID_FIELDS.test(field) ? redactText(value) : value;
}

/** The text without what looks like a card number or a key. */
export function redactText(text: string): string {
  return text.replace(KEY_MATERIAL, REDACTED).replace(NUMBER, (run) => (isCardNumber(run) ? REDACTED : run));
}

function isCardNumber(run: string): boolean {
  const digits = run.replace(/\D/g, '');
  return luhnDigit(digits.slice(0, -1)) === digits.at(-1);
}
