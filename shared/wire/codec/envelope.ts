import { EnvelopeMalformed } from './codec-errors.ts';
import { type OpenedContent, openContent, openContentWithText, sealContent } from './content.ts';
import { type JsonObject, parseObject } from './json.ts';
import type { RsaKey, RsaPrivateKey, RsaPublicKey } from './keys.ts';

// The envelopes of contract sections 1 and 4. Each `seal…` returns an object to send as JSON, each `parse…` takes a
// body as received. Opening is a separate step, because the key is only known once the envelope says whose it is.

/** The only version and dataType. Parsing does not check them, because other values have an error code of their own. */
export const ENVELOPE_VERSION = '1.0.0';
export const ENVELOPE_DATA_TYPE = 'JSON';

const MAX_ERROR_MSG_LENGTH = 256;

/**
 * How a merchant's requests are sealed: `merchant-private` with the merchant's private key (block type 1, opened with
 * the merchant's public key), `platform-public` with the platform's public key (type 2, opened with the platform's
 * private key; proves nothing about the sender).
 */
export type RequestCipher = 'merchant-private' | 'platform-public';

/** A merchant's request. On the wire userNo is a number or a digit string. */
export interface RequestEnvelope {
  readonly version: string;
  readonly userNo: string;
  readonly dataType: string;
  readonly dataContent: string;
}

/** A successful response; `result` is ciphertext. */
export interface SuccessEnvelope {
  readonly success: true;
  readonly result: string;
  readonly userNo: string;
  readonly async: boolean;
}

/** A failure. userNo is empty when the request did not state it. */
export interface FailureEnvelope {
  readonly success: false;
  readonly errorCode: string;
  readonly errorMsg: string;
  readonly result: '';
  readonly userNo: string;
  readonly async: boolean;
}

export type ResponseEnvelope = SuccessEnvelope | FailureEnvelope;

/** A notification, ours to a merchant or an upstream's to us. On the wire userNo is a number or a digit string. */
export interface NotificationEnvelope {
  readonly type: string;
  readonly data: string;
  readonly version: string;
  readonly userNo: string;
}

/** An envelope as it is sent: requests and notifications carry userNo as a number. */
type OutgoingEnvelope<Envelope extends { readonly userNo: string }> = Omit<Envelope, 'userNo'> & {
  readonly userNo: number;
};

/**
 * Parses a request's envelope. Unknown fields are ignored.
 *
 * @throws EnvelopeMalformed when the body does not have the shape of a request
 */
export function parseRequestEnvelope(body: string): RequestEnvelope {
  const fields = parseFields(body);
  return {
    version: readString(fields, 'version'),
    userNo: readUserNo(fields['userNo']),
    dataType: readString(fields, 'dataType'),
    dataContent: readString(fields, 'dataContent'),
  };
}

/** Seals a request. The key selects the cipher: the merchant's private or the platform's public key (RequestCipher). */
export function sealRequest(content: object, userNo: string, key: RsaKey): OutgoingEnvelope<RequestEnvelope> {
  return {
    version: ENVELOPE_VERSION,
    userNo: Number(readUserNo(userNo)),
    dataType: ENVELOPE_DATA_TYPE,
    dataContent: sealContent(content, key),
  };
}

/** Opens the content of a request. Key, limit and errors are those of openContent. */
export function openRequest(envelope: RequestEnvelope, key: RsaKey, maxBytes?: number): JsonObject {
  return openContent(envelope.dataContent, key, maxBytes);
}

/** Seals a successful response. `async` is true when the outcome arrives by notification. */
export function sealResponse(
  content: object,
  userNo: string,
  async: boolean,
  platformKey: RsaPrivateKey,
): SuccessEnvelope {
  return { success: true, result: sealContent(content, platformKey), userNo, async };
}

/**
 * Builds a failure. A message longer than the field is truncated. userNo is empty when it is unknown. `async` defaults
 * to false, because no notification follows a failure.
 */
export function failureResponse(
  errorCode: string,
  message: string,
  userNo: string,
  async = false,
): FailureEnvelope {
  const errorMsg = message.slice(0, MAX_ERROR_MSG_LENGTH);
  return { success: false, errorCode, errorMsg, result: '', userNo, async };
}

/**
 * Parses a response's envelope. A failure may lack code and message; both are then empty.
 *
 * @throws EnvelopeMalformed when the body does not have the shape of a response
 */
export function parseResponseEnvelope(body: string): ResponseEnvelope {
  const fields = parseFields(body);
  const common = {
    userNo: fields['userNo'] === '' ? '' : readUserNo(fields['userNo']),
    async: readBoolean(fields, 'async'),
  };
  if (!readBoolean(fields, 'success')) {
    const errorCode = readString(fields, 'errorCode', '');
    return { success: false, errorCode, errorMsg: readString(fields, 'errorMsg', ''), result: '', ...common };
  }
  const result = readString(fields, 'result');
  if (result === '') throw new EnvelopeMalformed('result must not be empty in a success');
  return { success: true, result, ...common };
}

/** Opens the content of a successful response. Errors are those of openContent. */
export function openResponse(envelope: SuccessEnvelope, platformKey: RsaPublicKey): JsonObject {
  return openContent(envelope.result, platformKey);
}

/** Seals the content of a notification into its envelope. */
export function sealNotification(
  type: string,
  content: object,
  userNo: string,
  platformKey: RsaPrivateKey,
): OutgoingEnvelope<NotificationEnvelope> {
  return {
    type,
    data: sealContent(content, platformKey),
    version: ENVELOPE_VERSION,
    userNo: Number(readUserNo(userNo)),
  };
}

/**
 * Parses a notification's envelope.
 *
 * @throws EnvelopeMalformed when the body does not have the shape of a notification
 */
export function parseNotificationEnvelope(body: string): NotificationEnvelope {
  const fields = parseFields(body);
  return {
    type: readString(fields, 'type'),
    data: readString(fields, 'data'),
    version: readString(fields, 'version'),
    userNo: readUserNo(fields['userNo']),
  };
}

/** Opens the content of a notification. Errors are those of openContent. */
export function openNotification(envelope: NotificationEnvelope, senderKey: RsaPublicKey): JsonObject {
  return openContent(envelope.data, senderKey);
}

/** Opens the content of a notification and also returns its text. Errors are those of openContent. */
export const openNotificationWithText = (
  envelope: NotificationEnvelope,
  senderKey: RsaPublicKey,
): OpenedContent => openContentWithText(envelope.data, senderKey);

function parseFields(body: string): JsonObject {
  const fields = parseObject(body);
  if (fields === undefined) throw new EnvelopeMalformed('an envelope must be a JSON object');
  return fields;
}

function readString(fields: JsonObject, field: string, defaultValue?: string): string {
  const value = fields[field] ?? defaultValue;
  if (typeof value !== 'string') throw new EnvelopeMalformed(`${field} must be a string`);
  return value;
}

function readBoolean(fields: JsonObject, field: string): boolean {
  const value = fields[field];
  if (typeof value !== 'boolean') throw new EnvelopeMalformed(`${field} must be a boolean`);
  return value;
}

function readUserNo(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,11}$/.test(text)) {
    throw new EnvelopeMalformed('userNo must be a number or string of 1 to 11 digits');
  }
  return text;
}
