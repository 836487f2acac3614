import { decodeBase64 } from '../codec/base64.ts';
import type { RsaPublicKey } from '../codec/keys.ts';
import { verifyDigest } from './content-digest.ts';
import { MAX_CLOCK_SKEW_SECONDS, MAX_LIFETIME_SECONDS, SIGNATURE_LABEL } from './sign-message.ts';
import {
  fitsKey,
  isSignedBy,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
} from './signature-algorithms.ts';
import { fieldValue, type HttpHeaders, type HttpMessage, signatureBase } from './signature-base.ts';
import { SignatureInvalid } from './signature-errors.ts';
import {
  type InnerList,
  type Parameters,
  parseDictionary,
  serializeItem,
  unquoted,
} from './structured-field.ts';

/** The party whose signature is expected. */
export interface ExpectedSigner {
  readonly keyId: string;
  /** The valid keys: two during a key rotation. */
  readonly keys: readonly RsaPublicKey[];
}

/** Fields that may have only one line. */
const SINGLE_LINE_FIELDS = ['signature-input', 'signature', 'content-digest'] as const;

/**
 * Verifies the signature with the contract's label. Other labels belong to proxies or other protocols and are ignored.
 *
 * @param required the components that it must cover, as written
 * @param now epoch milliseconds
 * @returns its member of the field `signature`, as written; undefined when there is none
 * @throws SignatureInvalid when there is a signature and it is not valid
 */
export function verifyMessage(
  message: HttpMessage & { readonly body: string },
  required: readonly string[],
  { keyId, keys }: ExpectedSigner,
  now: number,
): string | undefined {
  const found = findSignature(message.headers);
  if (!found) return undefined;
  const { input, signature } = found;
  const covered = new Set(input.items.map(serializeItem));
  if (!required.every((component) => covered.has(component))) throw new SignatureInvalid('component');
  const algorithm = checkParameters(input.parameters, keyId, now);
  verifyDigest(fieldValue(message.headers, 'content-digest') ?? '', message.body);
  const text = signatureBase(input, message);
  const usable = keys.filter((key) => fitsKey(algorithm, key));
  if (usable.length === 0) throw new SignatureInvalid('alg');
  const bytes = decodeBase64(signature.slice(1, -1)) ?? Buffer.alloc(0);
  if (!usable.some((key) => isSignedBy(algorithm, text, bytes, key))) throw new SignatureInvalid('signature');
  return signature;
}

/** Returns both halves of the signature; undefined when neither is present. */
function findSignature(
  headers: HttpHeaders,
): { readonly input: InnerList; readonly signature: string } | undefined {
  const [inputs, signatures] = (['signature-input', 'signature'] as const).map((name) =>
    parseDictionary(fieldValue(headers, name) ?? ''),
  );
  const input = inputs?.get(SIGNATURE_LABEL);
  const signature = signatures?.get(SIGNATURE_LABEL);
  if (!input && !signature) return undefined;
  if (!input || !signature) throw new SignatureInvalid('incomplete');
  if (SINGLE_LINE_FIELDS.some((name) => Array.isArray(headers[name]) && headers[name].length > 1))
    throw new SignatureInvalid('duplicate');
  if (!('items' in input) || !('value' in signature)) throw new SignatureInvalid('malformed');
  if (!signature.value.startsWith(':') || signature.parameters.size > 0)
    throw new SignatureInvalid('malformed');
  return { input, signature: signature.value };
}

function checkParameters(parameters: Parameters, keyId: string, now: number): SignatureAlgorithm {
  const nonce = unquoted(parameters.get('nonce'));
  if (nonce === undefined || !/^.{16,64}$/.test(nonce)) throw new SignatureInvalid('parameter');
  checkTimes(secondsOf(parameters, 'created'), secondsOf(parameters, 'expires'), now);
  if (unquoted(parameters.get('keyid')) !== keyId) throw new SignatureInvalid('keyid');
  const named = unquoted(parameters.get('alg'));
  const algorithm = SIGNATURE_ALGORITHMS.find((known) => known === named);
  if (!algorithm) throw new SignatureInvalid('alg');
  return algorithm;
}

function secondsOf(parameters: Parameters, name: string): number {
  const value = parameters.get(name);
  if (value === undefined || !/^\d+$/.test(value)) throw new SignatureInvalid('parameter');
  return Number(value);
}

function checkTimes(created: number, expires: number, now: number): void {
  if (expires <= created || expires > created + MAX_LIFETIME_SECONDS) throw new SignatureInvalid('lifetime');
  const seconds = now / 1_000;
  if (seconds < created - MAX_CLOCK_SKEW_SECONDS) throw new SignatureInvalid('early');
  if (seconds > expires + MAX_CLOCK_SKEW_SECONDS) throw new SignatureInvalid('expired');
}
