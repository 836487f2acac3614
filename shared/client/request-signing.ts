import { randomUUID } from 'node:crypto';
import type { ResponseEnvelope } from '../wire/codec/envelope.ts';
import type { RsaPrivateKey, RsaPublicKey } from '../wire/codec/keys.ts';
import type { SignatureHeaders } from '../wire/signatures/sign-message.ts';
import { SignatureInvalid } from '../wire/signatures/signature-errors.ts';
import { signRequest } from '../wire/signatures/signed-request.ts';
import { verifyResponse } from '../wire/signatures/signed-response.ts';
import { type CallContext, ResponseUnreadable } from './client-errors.ts';
import { clockSkew, type HttpResponse } from './http-response.ts';

/** What signing needs from outside. */
export interface SigningDependencies {
  /** Returns epoch milliseconds. */
  readonly now?: () => number;
  /** Returns 16 to 64 characters that were never used before. */
  readonly newNonce?: () => string;
}

/** Who signs requests, and whose responses are verified. */
interface SigningParties {
  readonly keyId: string;
  readonly key: RsaPrivateKey;
  readonly platformKeys: readonly RsaPublicKey[];
}

/**
 * Codes of failures that the platform, or a gateway before it, may send before it knows the sender, and cannot sign.
 */
const UNSIGNED_FAILURE_CODES: ReadonlySet<string> = new Set([
  '100001',
  '100002',
  '100005',
  '130001',
  '999999',
]);

/** Signs the requests of a client, and verifies that a response is the platform's response to that request. */
export class RequestSigning {
  readonly #parties: SigningParties;
  readonly #now: () => number;
  readonly #newNonce: () => string;

  constructor(parties: SigningParties, { now = Date.now, newNonce = randomUUID }: SigningDependencies) {
    this.#parties = parties;
    this.#now = now;
    this.#newNonce = newNonce;
  }

  /** Returns the signature headers to post the body with. */
  sign(url: string, body: string): SignatureHeaders {
    const { pathname: path } = new URL(url);
    const context = { now: this.#now(), nonce: this.#newNonce() };
    return signRequest({ method: 'POST', path, body }, this.#parties, context);
  }

  /**
   * Verifies that the platform signed the response. An unsigned failure is accepted when the platform may not have
   * known the sender.
   *
   * @throws ResponseUnreadable when the signature is invalid, or missing where it is required
   */
  check(
    response: HttpResponse,
    envelope: ResponseEnvelope,
    sent: SignatureHeaders,
    context: CallContext,
  ): void {
    const { keyId, platformKeys: keys } = this.#parties;
    try {
      if (verifyResponse(response, sent, { keyId, keys }, this.#now())) return;
    } catch (cause) {
      if (!(cause instanceof SignatureInvalid)) throw cause;
      const skew = clockSkew(response, this.#now());
      const hint = skew === undefined ? '' : ` (${skew})`;
      throw new ResponseUnreadable(context, `the response's ${cause.message}${hint}`, { cause });
    }
    if (envelope.success || !UNSIGNED_FAILURE_CODES.has(envelope.errorCode))
      throw new ResponseUnreadable(context, 'the response is not signed');
  }
}
