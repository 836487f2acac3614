import { randomUUID } from 'node:crypto';
import type { ResponseEnvelope } from '../wire/codec/envelope.ts';
import type { RsaPrivateKey, RsaPublicKey } from '../wire/codec/keys.ts';
import type { SignatureHeaders } from '../wire/signatures/sign-message.ts';
import { SignatureInvalid } from '../wire/signatures/signature-errors.ts';
import { signRequest } from '../wire/signatures/signed-request.ts';
import { verifyResponse } from '../wire/signatures/signed-response.ts';
import { AnswerUnreadable, type CallContext } from './client-errors.ts';

/** What signing takes from its surroundings. */
export interface SigningDependencies {
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** 16 to 64 characters that were never there before. */
  readonly newNonce?: () => string;
}

/** Who signs, and whose answers are checked. */
export interface SigningParties {
  readonly keyId: string;
  readonly key: RsaPrivateKey;
  readonly platformKeys: readonly RsaPublicKey[];
}

/** An answer as it came over HTTP. */
export interface HttpResponse {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads an answer to its end. */
export const readResponse = async (response: Response): Promise<HttpResponse> => ({
  status: response.status,
  body: await response.text(),
  headers: Object.fromEntries(response.headers),
});

/** Codes of failures that can come before the platform, or what stands before it, knows who asks: it cannot sign them. */
const UNSIGNED_FAILURE_CODES: ReadonlySet<string> = new Set([
  '100001',
  '100002',
  '100005',
  '130001',
  '999999',
]);

/** Signs what a client sends, and checks that answers are the platform's to that very request. */
export class RequestSigning {
  readonly #parties: SigningParties;
  readonly #now: () => number;
  readonly #newNonce: () => string;

  constructor(parties: SigningParties, { now = Date.now, newNonce = randomUUID }: SigningDependencies) {
    this.#parties = parties;
    this.#now = now;
    this.#newNonce = newNonce;
  }

  /** The headers to post the body with. */
  sign(url: string, body: string): SignatureHeaders {
    const { pathname: path } = new URL(url);
    const moment = { now: this.#now(), nonce: this.#newNonce() };
    return signRequest({ method: 'POST', path, body }, this.#parties, moment);
  }

  /**
   * Takes an answer for the platform's only with its signature. A failure without one is taken where the platform may not
   * have known who asks.
   *
   * @throws AnswerUnreadable
   */
  check(answer: HttpResponse, envelope: ResponseEnvelope, sent: SignatureHeaders, called: CallContext): void {
    const { keyId, platformKeys: keys } = this.#parties;
    try {
      if (verifyResponse(answer, sent, { keyId, keys }, this.#now())) return;
    } catch (cause) {
      if (!(cause instanceof SignatureInvalid)) throw cause;
      throw new AnswerUnreadable(called, `the answer's ${cause.message}`, { cause });
    }
    if (envelope.success || !UNSIGNED_FAILURE_CODES.has(envelope.errorCode))
      throw new AnswerUnreadable(called, 'the answer is not signed');
  }
}
