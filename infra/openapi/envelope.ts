import { ENVELOPE_DATA_TYPE, ENVELOPE_VERSION } from '../../shared/wire/codec/envelope.ts';
import type { JsonSchema } from '../../shared/wire/contract/fields/wire-field.ts';
import { errorCodes } from '../../shared/wire/errors.ts';
import { type Components, ref } from './schemas.ts';

/** `{}` sealed with a private key of 1024 bits. The same key and content always give the same text. */
export const SEALED_EXAMPLE =
  '1fe29f6d100b44b58d6dc6bbe845c558ee175c9d27ee3f9cfc6063bdc8391cab468e8c0e86d0151f758a225c38de1b35' +
  '335f17912b0b77f3992df7bffff68f70391da1367803696b7cc6c0272931326c89d100584f10c4a10dae9d164507537c' +
  '3a35866bcd7b0662eaea62614038c02104640bf1f5021f6ab42a6bcc69102027';

const userNo: JsonSchema = {
  description: 'The merchant number.',
  anyOf: [
    { type: 'integer', minimum: 0, maximum: 99_999_999_999 },
    { type: 'string', pattern: '^\\d{1,11}$' },
  ],
  examples: [10000001],
};
const responseUserNo: JsonSchema = { type: 'string', maxLength: 11, examples: ['10000001'] };
const isAsync: JsonSchema = {
  type: 'boolean',
  description: 'True: the outcome will arrive as a notification. False: there will be no notification.',
};
const sealed = (description: string): JsonSchema => ({
  type: 'string',
  description,
  contentEncoding: 'x-sealed',
  contentMediaType: 'application/json',
  minLength: 1,
  examples: [SEALED_EXAMPLE],
});
const object = (description: string, properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  description,
  properties,
  required: Object.keys(properties),
});

/** The envelopes of requests, responses and notifications (contract sections 1 and 4). */
export const envelopes: Components = {
  RequestEnvelope: object('The envelope of a request.', {
    version: { const: ENVELOPE_VERSION },
    userNo,
    dataType: { const: ENVELOPE_DATA_TYPE },
    dataContent: sealed('The business parameters, sealed by the sender.'),
  }),
  SuccessEnvelope: object('The response to a request that was carried out or accepted.', {
    success: { const: true },
    result: sealed("The result, sealed by the platform's private key."),
    userNo: { ...responseUserNo, description: 'The merchant number.' },
    async: isAsync,
  }),
  FailureEnvelope: object('The response to a request that was refused or failed.', {
    success: { const: false },
    errorCode: ref('ErrorCode'),
    errorMsg: { type: 'string', maxLength: 256, description: 'The condition in words.' },
    result: { const: '' },
    userNo: {
      ...responseUserNo,
      description: 'The merchant number; empty when the request did not contain it.',
    },
    async: isAsync,
  }),
  NotificationEnvelope: object('The envelope of a notification.', {
    type: { type: 'string', description: 'The type of the notification.' },
    data: sealed("The content, sealed by the sender's private key."),
    version: { const: ENVELOPE_VERSION },
    userNo,
  }),
  ErrorCode: {
    type: 'string',
    description: 'Why a request was refused.',
    oneOf: Object.entries(errorCodes).map(([code, meaning]) => ({ const: code, description: meaning })),
  },
};

/** What holds for all operations, whether in an envelope or in clear. */
export const conventions = `- Amounts are JSON numbers in major units with at most 15 digits. More decimals than the currency has are refused, never rounded. Fees by rate are rounded up to the minor unit.
- Ids are decimal digit strings below 2^53. In requests they may have up to 19 digits, or be JSON numbers that are exact; an unknown id is 120001.
- Times are \`yyyy-MM-dd HH:mm:ss\` in the platform's zone, which is +08:00 by default. Dates are \`yyyy-MM-dd\`; in a period, a date is its whole day.
- Numbers, enumerations and codes in requests may be JSON numbers or digit strings. Unknown fields are ignored. An optional field that is null or "", at any depth, is absent; a mandatory one is missing.
- A refusal of fields (110001) names every invalid field and what is wrong with it.
- A notification is about one fact and is delivered at least once: its header \`webhook-id\` is the same for every attempt. The description of each type names the fields that identify the fact.
- \`userReqNo\` makes a change happen once: the same number with the same content returns the first response again; with other content it is refused (110009).
- A merchant's requests are limited per second and at once; beyond that they are refused (100005), nothing is done, and the same request may be sent again a moment later. The same limit applies, by address, to repeats of authenticated requests. An address that sends too much that no key opens is refused with the same code. Beyond the limit of the whole platform, the response is HTTP 429 with the same code.
- Another merchant's card, group, order or cardholder is 120001, as if it did not exist.
- \`async: true\` means that the request was accepted and its outcome will arrive as a notification.`;

/** The beginning of the document. */
export const introduction = `The API of Issuary for merchants: cards, accounts and digital payment tokens, and the notifications that the platform sends them; and the webhooks and operations for upstreams and card networks.

# The envelope

Every operation is a POST of a \`RequestEnvelope\` and returns HTTP 200 with a \`SuccessEnvelope\` or a \`FailureEnvelope\`, both JSON. The parameters and the result are sealed in \`dataContent\` and \`result\`; this document describes them in clear, as the \`contentSchema\` of these fields. The content encoding \`x-sealed\` is:

JSON → UTF-8 → Base64 → RSA with PKCS#1 v1.5 padding, in blocks of at most k − 11 bytes, each of which gives k bytes (k: the bytes of the modulus) → hexadecimal digits, lower case.

- A merchant seals requests with its own private key; the platform opens them with the merchant's public key. A merchant can be set up to seal with the platform's public key instead; then its addresses are checked.
- The platform seals results and notifications with its private key for this merchant; the merchant opens them with the public key that it was given.
- The platform accepts hexadecimal digits in both cases, line breaks in the Base64, blocks of any length, empty ones too, and a byte order mark before the JSON.
- Upstreams and card networks use the same envelopes, with key pairs of their own. The response to an upstream is plain text: \`SUCCESS\` once its message is durable.

An envelope proves that the owner of the key made each block. It does not prove for which path, when, or together with which other blocks; and it hides nothing from anyone who has seen a few messages. Signatures prove these.

# Signatures

A request can carry a signature with the label \`issuary\` (HTTP Message Signatures, RFC 9421, and Digest Fields, RFC 9530), by the private key that seals the sender's envelopes; a sender that seals with the platform's public key signs with its own private key. A party with \`requireSignature\` must sign. The headers are \`content-digest\` (sha-256 or sha-512), \`signature-input\` and \`signature\`, one line each.

- Components: at least \`"@method" "@path" "content-digest"\`. The path is the one on the wire, with any stage or base path, without the query.
- Parameters: \`created\`, \`expires\` (at most 300 seconds later), \`nonce\` (16 to 64 characters), \`keyid\` (the userNo) and \`alg\`: \`rsa-pss-sha512\`, or \`rsa-v1_5-sha256\`, the only one that keys of 1024 bits have room for. Clocks may differ by 60 seconds.
- The response to a signed request is signed with the platform's key over \`"@status" "content-digest" "signature";req;key="issuary"\`, which binds it to that request. So are failures, except for those before the sender is authenticated.
- Notifications to a party that must sign are signed like requests and cover \`webhook-id\` too.
- An invalid or expired signature is refused with 100002. A repeat within its time changes nothing.

# Conventions

${conventions}`;
