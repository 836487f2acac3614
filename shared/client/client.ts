import { setTimeout as sleep } from 'node:timers/promises';
import { hasSealedCardData, openCardData, sealCardData } from '../wire/codec/card-data.ts';
import { CodecError } from '../wire/codec/codec-errors.ts';
import { sealRequest } from '../wire/codec/envelope.ts';
import type { RsaKey, RsaPrivateKey } from '../wire/codec/keys.ts';
import { type CallContext, OperationUnknown, ResponseUnreadable } from './client-errors.ts';
import { type KeyOptions, type PlatformKeys, readClientKeys } from './client-keys.ts';
import { type OperationName, operationShapes } from './contract-shapes.ts';

export type { OperationName } from './contract-shapes.ts';

import type { Requests, Results } from './contract-types.ts';
import { type Delivery, type Notification, openNotification } from './open-notification.ts';
import { type ConnectionOptions, PlatformConnection, type ReceivedEnvelope } from './platform-connection.ts';
import { isSafeToRetry, mutationNumber, newRequestNumber, withRequestNumber } from './request-number.ts';
import { RequestSigning, type SigningDependencies } from './request-signing.ts';
import { DEFAULT_RETRY, type RetryDependencies, type RetryPolicy, withRetries } from './retry.ts';
import { mismatchOf, type OperationShape } from './shape.ts';

/**
 * Options of a MerchantClient; all but the keys, `baseUrl` and `userNo` have defaults. With `unsigned` requests are not
 * signed and responses are not verified, for deployments that do not support signatures.
 */
export type MerchantClientOptions = KeyOptions & {
  /** The merchant number, 1 to 11 digits. */
  readonly userNo: string;
  /** Seals card data in requests as JWE to the platform's key, for merchants configured so at the platform. */
  readonly cardData?: 'jwe';
  /** Rejects unsigned notifications, for merchants that must sign at the platform. */
  readonly requireSignature?: boolean;
  readonly retry?: Partial<RetryPolicy>;
  readonly newRequestNumber?: () => string;
} & ConnectionOptions &
  Partial<RetryDependencies> &
  SigningDependencies;

/** The request of an operation. A required userReqNo may be omitted; the client then generates one. */
export type CallRequest<Name extends OperationName> = Requests[Name];

/** The opened result of an operation. Amounts are numbers in major units. */
export type CallResult<Name extends OperationName> = Results[Name];

/** Client of the Merchant API. One instance serves any number of concurrent calls. */
export class MerchantClient {
  readonly #options: MerchantClientOptions;
  readonly #ownKey: RsaPrivateKey | undefined;
  readonly #requestKey: RsaKey;
  readonly #platformKeys: PlatformKeys;
  readonly #connection: PlatformConnection;
  readonly #retry: RetryPolicy;
  readonly #retryDependencies: RetryDependencies;

  /**
   * Imports the keys.
   *
   * @throws KeyUnsupported when one is missing or not an RSA key that the contract allows
   */
  constructor(options: MerchantClientOptions) {
    this.#options = options;
    const { platformKeys, requestKey, signingKey, ownKey } = readClientKeys(options);
    this.#ownKey = ownKey;
    this.#platformKeys = platformKeys;
    this.#requestKey = requestKey;
    const parties = { keyId: options.userNo, platformKeys };
    const signing = signingKey && new RequestSigning({ ...parties, key: signingKey }, options);
    this.#connection = new PlatformConnection(options, platformKeys, signing);
    this.#retry = { ...DEFAULT_RETRY, ...options.retry };
    this.#retryDependencies = { sleep: options.sleep ?? sleep, random: options.random ?? Math.random };
  }

  /**
   * Calls an operation of the catalogue and returns its result in plaintext, including card data that came as JWE. For
   * operations that the contract marks async the result means that the order is accepted; its outcome arrives as a
   * notification.
   *
   * When the platform cannot be reached, does not respond in time or asks to try later (errorCodes 100005, 130001,
   * 140001, 999999), the same request is retried with backoff: queries always, operations that change something only
   * under their userReqNo, which ensures that they happen once.
   *
   * @throws OperationRefused when the platform refuses the operation
   * @throws OutcomeUnknown when no attempt of a change got a definite response
   * @throws QueryUnanswered when no attempt of a query did
   * @throws PlatformUnreachable when no attempt reached the platform
   * @throws OperationUnknown when there is no operation of that name
   * @throws ResponseUnreadable when the response is not the platform's or violates the contract
   * @throws ContentUnsealable before anything is sent, when the request contains NaN, Infinity or a bigint
   */
  async call<Name extends OperationName>(name: Name, request: CallRequest<Name>): Promise<CallResult<Name>> {
    const operation = shapeOf(name);
    const makeNumber = this.#options.newRequestNumber ?? newRequestNumber;
    const content = withRequestNumber(operation, request as object, makeNumber);
    const userReqNo = mutationNumber(operation, content);
    const context = { operation: name, ...(userReqNo !== undefined && { userReqNo }) };
    const once = isSafeToRetry(operation, content) ? {} : { maxAttempts: 1 };
    const policy = { ...this.#retry, ...once, isQuery: operation.kind === 'query' };
    const attempt = this.#exchange(operation, context, await this.#sealCardData(content));
    return (await withRetries(attempt, context, policy, this.#retryDependencies)) as CallResult<Name>;
  }

  /**
   * Opens a notification to this merchant, and verifies its signature when `delivery` is given (open-notification.ts).
   */
  openNotification(body: string, delivery?: Delivery): Notification {
    const { userNo, requireSignature = false } = this.#options;
    const recipient = { userNo, platformPublicKey: this.#platformKeys, requireSignature };
    return openNotification(body, recipient, delivery);
  }

  /**
   * Returns the content of a notification with its JWE card data in plaintext.
   *
   * @throws JweUnreadable when a JWE does not open with the merchant's key
   */
  async openCardData<Content extends object>(content: Content): Promise<Content> {
    return this.#ownKey && hasSealedCardData(content) ? openCardData(content, [this.#ownKey]) : content;
  }

  async #sealCardData(content: object): Promise<object> {
    return this.#options.cardData === 'jwe' ? sealCardData(content, this.#platformKeys[0]) : content;
  }

  /** Seals the request and returns the function that makes one attempt. */
  #exchange(operation: OperationShape, call: CallContext, content: object): () => Promise<object> {
    const body = JSON.stringify(sealRequest(content, this.#options.userNo, this.#requestKey));
    return async () => {
      const received = await this.#connection.exchange(operation.path, body, call);
      return this.#withCardData(received.context, this.#openResult(operation, received));
    };
  }

  async #withCardData(context: CallContext, result: object): Promise<object> {
    try {
      return await this.openCardData(result);
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause;
      throw new ResponseUnreadable(context, "card data in the result does not open with the merchant's key", {
        cause,
      });
    }
  }

  #openResult(operation: OperationShape, received: ReceivedEnvelope): object {
    const { context, envelope } = received;
    // Failures that never reached an operation have no userNo.
    const isForThisMerchant =
      envelope.userNo === this.#options.userNo || (!envelope.success && envelope.userNo === '');
    if (!isForThisMerchant) throw new ResponseUnreadable(context, 'the response is for another merchant');
    const result = this.#connection.openResult(received);
    const mismatch = mismatchOf(result, operation.result);
    if (mismatch === undefined) return result;
    throw new ResponseUnreadable(context, `the result violates the contract: ${mismatch}`);
  }
}

function shapeOf(name: OperationName): OperationShape {
  if (Object.hasOwn(operationShapes, name)) return operationShapes[name];
  throw new OperationUnknown(String(name), Object.keys(operationShapes));
}
