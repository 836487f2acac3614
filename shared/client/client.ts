import { setTimeout as sleep } from 'node:timers/promises';
import { hasSealedCardData, openCardData, sealCardData } from '../wire/codec/card-data.ts';
import { CodecError } from '../wire/codec/codec-errors.ts';
import {
  openResponse,
  parseResponseEnvelope,
  type ResponseEnvelope,
  sealRequest,
} from '../wire/codec/envelope.ts';
import type { RsaKey, RsaPrivateKey } from '../wire/codec/keys.ts';
import { tryKeys } from '../wire/codec/try-keys.ts';
import { type Catalogue, catalogue, type OperationName } from '../wire/contract/catalogue.ts';
import type { Operation, RequestOf, ResultOf } from '../wire/contract/operations/operation.ts';
import {
  AnswerUnreadable,
  type CallContext,
  NoAnswer,
  OperationRefused,
  withRequestId,
} from './client-errors.ts';
import { type KeyOptions, type PlatformKeys, readClientKeys } from './client-keys.ts';
import { type Delivery, type Notification, openNotification } from './open-notification.ts';
import { isSafeToRetry, mutationNumber, newRequestNumber, withRequestNumber } from './request-number.ts';
import {
  type HttpResponse,
  RequestSigning,
  readResponse,
  type SigningDependencies,
} from './request-signing.ts';
import { DEFAULT_RETRY, type RetryDependencies, type RetryPolicy, withRetries } from './retry.ts';

/**
 * Who calls whom. Everything after the keys has a default. With `unsigned` requests are not signed and answers are taken as
 * they come: for a deployment that knows no signatures, as that of the source.
 */
export type MerchantClientOptions = KeyOptions & {
  /** Where the API is, without `/openapi`. */
  readonly baseUrl: string;
  /** The merchant number, 1 to 11 digits. */
  readonly userNo: string;
  /** How long one attempt waits for its answer, in milliseconds; 30,000 unless told. */
  readonly timeoutMs?: number;
  /** Card data of requests is sealed, as JWE to the platform's key: for who is set so at the platform. */
  readonly cardData?: 'jwe';
  /** Notifications are only opened signed: for who is marked so at the platform. */
  readonly requireSignature?: boolean;
  readonly retry?: Partial<RetryPolicy>;
  readonly fetch?: typeof fetch;
  readonly newRequestNumber?: () => string;
} & Partial<RetryDependencies> &
  SigningDependencies;

/** The request of an operation; a userReqNo that the contract requires may be left out, the client then makes one. */
export type CallRequest<Name extends OperationName> =
  RequestOf<Catalogue[Name]> extends infer Request
    ? Request extends { userReqNo: string }
      ? Omit<Request, 'userReqNo'> & { userReqNo?: string }
      : Request
    : never;

/** The result of an operation in clear; amounts are numbers in major units. */
export type CallResult<Name extends OperationName> = ResultOf<Catalogue[Name]>;

const DEFAULT_TIMEOUT_MS = 30_000;

/** A merchant's side of the Merchant API. One instance serves any number of calls at the same time. */
export class MerchantClient {
  readonly #options: MerchantClientOptions;
  readonly #ownKey: RsaPrivateKey | undefined;
  readonly #requestKey: RsaKey;
  readonly #platformKeys: PlatformKeys;
  readonly #signing: RequestSigning | undefined;
  readonly #retry: RetryPolicy;
  readonly #retryDependencies: RetryDependencies;

  /** Reads the keys; throws KeyUnsupported for what is no RSA key of 1024, 2048 or 4096 bits. */
  constructor(options: MerchantClientOptions) {
    this.#options = options;
    const { platformKeys, requestKey, signingKey, ownKey } = readClientKeys(options);
    this.#ownKey = ownKey;
    this.#platformKeys = platformKeys;
    this.#requestKey = requestKey;
    const parties = { keyId: options.userNo, platformKeys };
    this.#signing = signingKey && new RequestSigning({ ...parties, key: signingKey }, options);
    this.#retry = { ...DEFAULT_RETRY, ...options.retry };
    this.#retryDependencies = { sleep: options.sleep ?? sleep, random: options.random ?? Math.random };
  }

  /**
   * Calls an operation of the catalogue and answers its result in clear, card data that came as JWE too. For the operations that the contract marks
   * async the result says that the order is accepted; its outcome arrives as a notification.
   *
   * When the platform is not reached, does not answer in time or asks for later (errorCodes 100005, 130001, 140001,
   * 999999), the same request is sent again after a growing wait: queries always, operations that change something only
   * under their userReqNo, which makes them happen once.
   *
   * Throws OperationRefused, OutcomeUnknown or AnswerUnreadable (errors.ts), and before anything is sent
   * ContentUnsealable for a request with NaN, Infinity or a bigint in it.
   */
  async call<Name extends OperationName>(name: Name, request: CallRequest<Name>): Promise<CallResult<Name>> {
    const operation: Operation = catalogue[name];
    const makeNumber = this.#options.newRequestNumber ?? newRequestNumber;
    const content = withRequestNumber(operation, request as object, makeNumber);
    const userReqNo = mutationNumber(operation, content);
    const called = { operation: name, ...(userReqNo !== undefined && { userReqNo }) };
    const policy = isSafeToRetry(operation, content) ? this.#retry : { ...this.#retry, maxAttempts: 1 };
    const attempt = this.#exchange(operation, called, await this.#sealCardData(content));
    return (await withRetries(attempt, called, policy, this.#retryDependencies)) as CallResult<Name>;
  }

  /** Opens the body of a notification to this merchant and checks its signature where it is told how it came: see notifications.ts. */
  openNotification(body: string, delivery?: Delivery): Notification {
    const { userNo, requireSignature = false } = this.#options;
    const recipient = { userNo, platformPublicKey: this.#platformKeys, requireSignature };
    return openNotification(body, recipient, delivery);
  }

  /** The content of a notification with its card data in clear, where that is JWE. Throws JweUnreadable. */
  async openCardData<Content extends object>(content: Content): Promise<Content> {
    return this.#ownKey && hasSealedCardData(content) ? openCardData(content, [this.#ownKey]) : content;
  }

  async #sealCardData(content: object): Promise<object> {
    return this.#options.cardData === 'jwe' ? sealCardData(content, this.#platformKeys[0]) : content;
  }

  /** Seals the request and gives the attempt to have it answered. */
  #exchange(operation: Operation, called: CallContext, content: object): () => Promise<object> {
    const { baseUrl, userNo } = this.#options;
    const url = baseUrl.replace(/\/+$/, '') + operation.path;
    const body = JSON.stringify(sealRequest(content, userNo, this.#requestKey));
    return async () => {
      const { context, envelope } = await this.#post(url, body, called);
      return this.#withCardData(context, this.#openResult(operation, context, envelope));
    };
  }

  async #post(url: string, body: string, called: CallContext): Promise<ReceivedEnvelope> {
    const post = this.#options.fetch ?? fetch;
    const signature = this.#signing?.sign(url, body);
    let answer: HttpResponse;
    let answered = called;
    try {
      const response = await post(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signature },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
      });
      answered = withRequestId(called, response);
      answer = await readResponse(response);
    } catch (cause) {
      throw new NoAnswer(answered, 'no answer', { cause });
    }
    const envelope = parseEnvelope(answer, answered);
    if (signature) this.#signing?.check(answer, envelope, signature, answered);
    return { context: answered, envelope };
  }

  async #withCardData(called: CallContext, result: object): Promise<object> {
    try {
      return await this.openCardData(result);
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause;
      throw new AnswerUnreadable(called, 'card data in the result does not open with our key', { cause });
    }
  }

  #openResult(operation: Operation, called: CallContext, envelope: ResponseEnvelope): object {
    // Failures that never reached an operation come without a number.
    const isOurs = envelope.userNo === this.#options.userNo || (!envelope.success && envelope.userNo === '');
    if (!isOurs) throw new AnswerUnreadable(called, "the answer is another merchant's");
    if (!envelope.success) throw new OperationRefused(called, envelope.errorCode, envelope.errorMsg);
    const result = openOrThrow(called, () =>
      tryKeys(this.#platformKeys, (key) => openResponse(envelope, key)),
    );
    if (operation.result.safeParse(result).success) return result;
    throw new AnswerUnreadable(called, 'the result is not what the contract says');
  }
}

/** An envelope, and the call with the id that the platform knows it by. */
interface ReceivedEnvelope {
  readonly context: CallContext;
  readonly envelope: ResponseEnvelope;
}

/** An envelope counts whatever the HTTP status; without one, a server's failure is no answer at all. */
function parseEnvelope({ status, body }: HttpResponse, called: CallContext): ResponseEnvelope {
  try {
    return parseResponseEnvelope(body);
  } catch (cause) {
    if (status >= 500 || status === 429) throw new NoAnswer(called, `HTTP ${status}`);
    throw new AnswerUnreadable(called, `HTTP ${status} without an envelope`, { cause });
  }
}

function openOrThrow<Content>(called: CallContext, open: () => Content): Content {
  try {
    return open();
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    throw new AnswerUnreadable(called, "the result does not open with the platform's key", { cause });
  }
}
