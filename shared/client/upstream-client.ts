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

/** Options of an UpstreamClient. */
interface UpstreamClientOptions extends SigningDependencies {
  /** Base URL of the platform, without `/webhook`. */
  readonly baseUrl: string;
  /** The upstream's number at the platform, 1 to 11 digits. */
  readonly userNo: string;
  /** PEM, bare Base64 or DER. */
  readonly privateKey: string | Buffer;
  /** The platform's public key for this upstream, or both during a key rotation. Opens responses to authorizations. */
  readonly platformPublicKey: string | Buffer | readonly (string | Buffer)[];
  /** Neither signs requests nor verifies responses, for platforms that do not support signatures. */
  readonly unsigned?: boolean;
  /** Timeout of a request, in milliseconds. Defaults to 30,000. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

/** An authorization request of a card network. */
export type AuthorizationRequest = z.input<typeof networkAuthorize.request>;
export type AuthorizationResponse = NetworkResultOf<typeof networkAuthorize>;

interface SentRequest {
  /** With the request id from the response's headers. */
  readonly context: CallContext;
  readonly signature: SignatureHeaders | undefined;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** Client of an upstream: sends notifications to a platform and asks it for authorizations. Does not retry. */
export class UpstreamClient {
  readonly #options: UpstreamClientOptions;
  readonly #privateKey: RsaPrivateKey;
  readonly #platformKeys: readonly RsaPublicKey[];
  readonly #signing: RequestSigning | undefined;

  /**
   * Imports the keys.
   *
   * @throws KeyUnsupported when one is not an RSA key that the contract allows
   */
  constructor(options: UpstreamClientOptions) {
    this.#options = options;
    this.#privateKey = importPrivateKey(options.privateKey);
    this.#platformKeys = [options.platformPublicKey].flat().map(importPublicKey);
    const parties = { keyId: options.userNo, key: this.#privateKey, platformKeys: this.#platformKeys };
    this.#signing = options.unsigned ? undefined : new RequestSigning(parties, options);
  }

  /**
   * Sends a notification (contract section 5) and returns once the platform has stored it. Sending the same message
   * again has no further effect.
   *
   * @throws MessageRefused when the platform does not accept it
   * @throws NoAnswer when there is no response
   */
  async send<Type extends NotificationType>(type: Type, content: NotificationContent<Type>): Promise<void> {
    const body = sealNotification(type, content, this.#options.userNo, this.#privateKey);
    const response = await this.#post(`/webhook/${type}`, body, type);
    if (response.status !== 200 || response.body !== NOTIFICATION_ACCEPTED)
      throw new MessageRefused(type, response.status, response.body, response.context.requestId);
  }

  /**
   * Requests an authorization. A decline is a result, not an error.
   *
   * @throws OperationRefused when the platform refuses to decide
   * @throws AnswerUnreadable when the response is not the platform's
   * @throws NoAnswer when there is no response; repeat the request with the same networkId
   */
  async authorize(request: AuthorizationRequest): Promise<AuthorizationResponse> {
    const body = sealRequest(request, this.#options.userNo, this.#privateKey);
    const response = await this.#post(networkAuthorize.path, body, 'authorize');
    const { context, signature } = response;
    try {
      const envelope = parseResponseEnvelope(response.body);
      if (signature) this.#signing?.check(response, envelope, signature, context);
      if (!envelope.success) throw new OperationRefused(context, envelope.errorCode, envelope.errorMsg);
      const result = tryKeys(this.#platformKeys, (key) => openResponse(envelope, key));
      return result as unknown as AuthorizationResponse;
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause;
      throw new AnswerUnreadable(context, `HTTP ${response.status} without a readable result`, { cause });
    }
  }

  /** Returns the response, with the context and the signature of the request. */
  async #post(path: string, content: object, operation: string): Promise<HttpResponse & SentRequest> {
    const { baseUrl, fetch: post = fetch, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const url = baseUrl.replace(/\/+$/, '') + path;
    const body = JSON.stringify(content);
    const signature = this.#signing?.sign(url, body);
    let context: CallContext = { operation };
    try {
      const response = await post(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signature },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      context = withRequestId(context, response);
      return { ...(await readResponse(response)), context, signature };
    } catch (cause) {
      throw new NoAnswer(context, 'no response', { cause });
    }
  }
}
