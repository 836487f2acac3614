import type * as z from 'zod/mini';
import { CodecError } from '../wire/codec/codec-errors.ts';
import {
  openResponse,
  parseResponseEnvelope,
  sealNotification,
  sealRequest,
} from '../wire/codec/envelope.ts';
import {
  importPrivateKey,
  importPublicKey,
  type RsaPrivateKey,
  type RsaPublicKey,
} from '../wire/codec/keys.ts';
import { tryKeys } from '../wire/codec/try-keys.ts';
import { type NetworkResultOf, networkAuthorize } from '../wire/contract/card-network.ts';
import {
  NOTIFICATION_ACCEPTED,
  type NotificationContent,
  type NotificationType,
} from '../wire/contract/notifications.ts';
import type { SignatureHeaders } from '../wire/signatures/sign-message.ts';
import {
  AnswerUnreadable,
  type CallContext,
  MessageRefused,
  NoAnswer,
  OperationRefused,
  withRequestId,
} from './client-errors.ts';
import {
  type HttpResponse,
  RequestSigning,
  readResponse,
  type SigningDependencies,
} from './request-signing.ts';

/** Who tells which platform. */
export interface UpstreamClientOptions extends SigningDependencies {
  /** Where the platform is, without `/webhook`. */
  readonly baseUrl: string;
  /** The upstream's number at the platform, 1 to 11 digits. */
  readonly userNo: string;
  /** PEM, bare Base64 or DER. */
  readonly privateKey: string | Buffer;
  /** The platform's public key for this upstream, or both while it is rotated: opens the answers to authorizations. */
  readonly platformPublicKey: string | Buffer | readonly (string | Buffer)[];
  /** Nothing is signed, and answers are taken as they come: for a platform that knows no signatures. */
  readonly unsigned?: boolean;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

/** An authorization as a card network asks for it. */
export type AuthorizationRequest = z.input<typeof networkAuthorize.request>;
export type AuthorizationResponse = NetworkResultOf<typeof networkAuthorize>;

interface SentRequest {
  /** With the id that the platform knows it by. */
  readonly context: CallContext;
  readonly signature: SignatureHeaders | undefined;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** An upstream's side: tells a platform what happened, and asks it to authorize. Sends each message once. */
export class UpstreamClient {
  readonly #options: UpstreamClientOptions;
  readonly #privateKey: RsaPrivateKey;
  readonly #platformKeys: readonly RsaPublicKey[];
  readonly #signing: RequestSigning | undefined;

  /** Reads the keys; throws KeyUnsupported for what is no RSA key of 1024, 2048 or 4096 bits. */
  constructor(options: UpstreamClientOptions) {
    this.#options = options;
    this.#privateKey = importPrivateKey(options.privateKey);
    this.#platformKeys = [options.platformPublicKey].flat().map(importPublicKey);
    const parties = { keyId: options.userNo, key: this.#privateKey, platformKeys: this.#platformKeys };
    this.#signing = options.unsigned ? undefined : new RequestSigning(parties, options);
  }

  /**
   * Tells what happened (contract section 5), and returns once it is durable there. The same message may be sent again:
   * it counts once. Throws MessageRefused or NoAnswer.
   */
  async send<Type extends NotificationType>(type: Type, content: NotificationContent<Type>): Promise<void> {
    const body = sealNotification(type, content, this.#options.userNo, this.#privateKey);
    const answer = await this.#post(`/webhook/${type}`, body, type);
    if (answer.status !== 200 || answer.body !== NOTIFICATION_ACCEPTED)
      throw new MessageRefused(type, answer.status, answer.body, answer.context.requestId);
  }

  /**
   * Asks for a decision. A decline is an answer. Throws OperationRefused, AnswerUnreadable, or NoAnswer: then ask again
   * with the same networkId.
   */
  async authorize(request: AuthorizationRequest): Promise<AuthorizationResponse> {
    const body = sealRequest(request, this.#options.userNo, this.#privateKey);
    const answer = await this.#post(networkAuthorize.path, body, 'authorize');
    const { context } = answer;
    try {
      const envelope = parseResponseEnvelope(answer.body);
      if (answer.signature) this.#signing?.check(answer, envelope, answer.signature, context);
      if (!envelope.success) throw new OperationRefused(context, envelope.errorCode, envelope.errorMsg);
      const answered = tryKeys(this.#platformKeys, (key) => openResponse(envelope, key));
      return answered as unknown as AuthorizationResponse;
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause;
      throw new AnswerUnreadable(context, `HTTP ${answer.status} without an answer to us`, { cause });
    }
  }

  /** The answer, and what was asked with its signature. */
  async #post(path: string, content: object, operation: string): Promise<HttpResponse & SentRequest> {
    const { baseUrl, fetch: post = fetch, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const url = baseUrl.replace(/\/+$/, '') + path;
    const body = JSON.stringify(content);
    const signature = this.#signing?.sign(url, body);
    let called: CallContext = { operation };
    try {
      const response = await post(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signature },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      called = withRequestId(called, response);
      return { ...(await readResponse(response)), context: called, signature };
    } catch (cause) {
      throw new NoAnswer(called, 'no answer', { cause });
    }
  }
}
