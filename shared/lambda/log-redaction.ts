import { REDACTED, redactPersonalData, redactText } from '../runtime/card-number/redact-text.ts';

/** Personal data, by field names of the wire. */
const PERSONAL_FIELDS =
  /^(firstName|middleName|lastName|email|mobile|nationalNumber|birthDate|billing(State|City|Address|ZipCode)|certificate\w+|cardUserInfo|billAddressInfo)$/i;
/** Fields that never reach a log, whatever they contain. */
const SECRET_FIELDS =
  /^(cardNo|cardVerifyNo|cvv2?|cvc2?|pan|pin|otp|activationCode|expiry|secrets|dataContent|result|data|content|publicKey|privateKey|platformPrivateKey|sealed|wrapped|authorization)$/i;
/** Fields with ids of this platform. One id in ten would be mistaken for a card number. */
const ID_FIELDS = /^(pk|correlationId|\w+Id)$/;

/**
 * A JSON replacer that redacts secret and personal fields, and anything in a text that looks like a card number, a key,
 * an e-mail address or an encoded file.
 */
export function redact(field: string, value: unknown): unknown {
  const isSecret = SECRET_FIELDS.test(field) || PERSONAL_FIELDS.test(field);
  if (isSecret && value !== undefined && value !== null) return REDACTED;
  if (ID_FIELDS.test(field)) return typeof value === 'string' ? redactPersonalData(value) : value;
  if (typeof value === 'bigint' || typeof value === 'number') {
    return redactText(String(value)) === REDACTED
      ? REDACTED
      : typeof value === 'bigint'
        ? String(value)
        : value;
  }
  return typeof value === 'string' ? redactText(value) : value;
}
