import { setTimeout as sleep } from 'node:timers/promises';
import { CodecError } from '../wire/codec/codec-errors.ts';
import {
  exportPem,
  importPrivateKey,
  importPublicKey,
  publicKeyOf,
  type RsaPrivateKey,
  type RsaPublicKey,
} from '../wire/codec/keys.ts';
import {
  type CallRequest,
  type CallResult,
  MerchantClient,
  type MerchantClientOptions,
  type OperationName,
} from './client.ts';
import { MerchantClientError } from './client-errors.ts';
import type { Methods, OrdersMethods } from './contract-methods.ts';
import { operationShapes } from './contract-shapes.ts';
import type { CardOperateQueryRow } from './contract-types.ts';
import { type OrderReference, type WaitOptions, waitForOrder } from './order-wait.ts';
import { isLoopback } from './response-missing.ts';
import type { RetryPolicy } from './retry.ts';
import { Pages } from './row-pages.ts';
import { Webhooks } from './webhook-handlers.ts';

/** PEM (with `\n` for line breaks as well, as environment variables have it), bare Base64, or DER. */
export type KeyText = string | Uint8Array;

/** Options of Issuary; the first four are needed. */
export interface IssuaryOptions {
  /** The merchant number, 1 to 11 digits. */
  readonly userNo: string | number;
  /** The merchant's private key. Seals and signs requests, and opens card data. */
  readonly privateKey: KeyText;
  /** The platform's public key for this merchant; during a key rotation both, the current one first. */
  readonly platformKey: KeyText | readonly KeyText[];
  /** Base URL of the API, without `/openapi`. */
  readonly baseUrl: string;
  /** The URL that the platform sends notifications to. Needed to check signatures behind a proxy that changes paths. */
  readonly notificationUrl?: string;
  /** Rejects unsigned notifications. Signatures that are there are always checked. Defaults to false. */
  readonly requireSignature?: boolean;
  /** `jwe` if the platform is configured so for this merchant: card data in requests is then sealed. */
  readonly cardData?: 'jwe';
  /** How requests are sealed, as agreed with the platform. Defaults to `merchant-private`. */
  readonly requestCipher?: 'merchant-private' | 'platform-public';
  /** Neither signs requests nor checks answers, for deployments that do not support signatures. Defaults to false. */
  readonly unsigned?: boolean;
  /** Timeout of one attempt, in milliseconds. Defaults to 30,000. */
  readonly timeoutMs?: number;
  /** Defaults to five attempts, at once where nothing listens on this machine. */
  readonly retry?: Partial<RetryPolicy>;
  readonly fetch?: typeof fetch;
  /** Is called with every notification that was not answered SUCCESS. Defaults to console.error with the message. */
  readonly onWebhookError?: (error: unknown) => void;
  /** Returns epoch milliseconds. */
  readonly now?: () => number;
  /** Resolves after so many milliseconds. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** An option is missing or does not fit; `field` names it. */
export class OptionInvalid extends MerchantClientError {
  readonly code = 'OPTION_INVALID';
  readonly field: string;
  constructor(field: string, problem: string, options?: ErrorOptions) {
    super(`${field}: ${problem}`, options);
    this.field = field;
  }
}

/** The orders, and waiting for one. */
export interface Orders extends OrdersMethods {
  /**
   * Waits until an order has succeeded: pass what `cards.apply` and others returned, its userReqNo or its orderId.
   *
   * @throws OrderFailed when it has failed
   * @throws OrderPending when it has no outcome within 60 seconds, or `timeoutMs`
   */
  wait(order: OrderReference, options?: WaitOptions): Promise<CardOperateQueryRow>;
}

/** The Merchant API. One instance serves any number of concurrent calls, and receives notifications. */
export class Issuary {
  readonly #client: MerchantClient;
  declare readonly accounts: Methods['accounts'];
  declare readonly scenes: Methods['scenes'];
  declare readonly bins: Methods['bins'];
  declare readonly cards: Methods['cards'];
  readonly orders: Orders;
  declare readonly transactions: Methods['transactions'];
  declare readonly groups: Methods['groups'];
  declare readonly dpt: Methods['dpt'];
  declare readonly holders: Methods['holders'];
  /** Opens notifications. */
  readonly webhooks: Webhooks;

  /** @throws OptionInvalid when an option is missing or does not fit */
  constructor(options: IssuaryOptions) {
    const { userNo, baseUrl, privateKey, platformKeys } = checked(options);
    const retry = { retryUnreachable: !isLoopback(baseUrl), ...options.retry };
    const own = { userNo, baseUrl, retry, merchantPrivateKey: privateKey, platformPublicKey: platformKeys };
    this.#client = new MerchantClient({ ...options, ...own } as MerchantClientOptions);
    const methods = methodsOf(this.#client);
    Object.assign(this, methods);
    this.orders = { ...methods.orders, wait: (order, wait = {}) => this.#waitFor(order, wait, options) };
    this.webhooks = webhooksOf(options, { userNo, privateKey, platformKeys });
  }

  /**
   * Calls an operation by its name in the catalogue, as the methods of the groups do.
   *
   * @throws MerchantClientError one of its subclasses
   */
  call<Name extends OperationName>(name: Name, request: CallRequest<Name>): Promise<CallResult<Name>> {
    return this.#client.call(name, request);
  }

  #waitFor(
    order: OrderReference,
    wait: WaitOptions,
    { sleep: pause = sleep, now = Date.now }: IssuaryOptions,
  ) {
    return waitForOrder(order, wait, {
      query: async (criterion) => (await this.call('cardOperateQuery', criterion)).list,
      sleep: pause as (ms: number) => Promise<void>,
      now,
    });
  }
}

function methodsOf(client: MerchantClient): Methods {
  const groups: Record<string, Record<string, unknown>> = {};
  for (const [operation, { method: path, result }] of Object.entries(operationShapes)) {
    const [group = '', method = ''] = path.split('.');
    const call = (request: object) => client.call(operation as OperationName, request as never);
    const isPaged = 'totalPages' in (result as object);
    groups[group] = {
      ...groups[group],
      [method]: isPaged
        ? (request: object = {}) => new Pages(operation as OperationName, request, call as never)
        : (request: object = {}) => call(request),
    };
  }
  return groups as unknown as Methods;
}

/** The options that are checked and parsed. */
interface Checked {
  readonly userNo: string;
  readonly baseUrl: string;
  readonly privateKey: RsaPrivateKey;
  readonly platformKeys: readonly RsaPublicKey[];
}

function checked(options: IssuaryOptions): Checked {
  const userNo = String(options.userNo);
  if (!/^\d{1,11}$/.test(userNo))
    throw new OptionInvalid('userNo', 'must be the merchant number, 1 to 11 digits');
  const privateKey = parsed('privateKey', () => importPrivateKey(keyText(options.privateKey)));
  const inputs = Array.isArray(options.platformKey) ? options.platformKey : [options.platformKey];
  const platformKeys = inputs.map((key) => parsed('platformKey', () => importPublicKey(keyText(key))));
  const own = exportPem(publicKeyOf(privateKey));
  if (platformKeys.length === 0) throw new OptionInvalid('platformKey', 'is missing');
  if (platformKeys.some((key) => exportPem(key) === own))
    throw new OptionInvalid(
      'platformKey',
      "is your own public key: use the one that the platform's operator gave you",
    );
  return { userNo, baseUrl: checkedUrl(options.baseUrl), privateKey, platformKeys };
}

function checkedUrl(baseUrl: string): string {
  const url = parsed('baseUrl', () => new URL(baseUrl));
  if (!/^https?:$/.test(url.protocol))
    throw new OptionInvalid('baseUrl', 'must begin with https:// or http://');
  if (/\/openapi(\/|$)/.test(url.pathname)) throw new OptionInvalid('baseUrl', 'must be without /openapi');
  return baseUrl;
}

function parsed<Value>(field: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof CodecError || cause instanceof TypeError)) throw cause;
    throw new OptionInvalid(field, cause.message, { cause });
  }
}

function keyText(key: KeyText | undefined): string | Buffer {
  if (key === undefined || key.length === 0) throw new TypeError('is missing');
  return typeof key === 'string' ? key.replaceAll('\\n', '\n') : Buffer.from(key);
}

function webhooksOf(
  options: IssuaryOptions,
  { userNo, privateKey, platformKeys }: Omit<Checked, 'baseUrl'>,
): Webhooks {
  const { notificationUrl, requireSignature = false, now = Date.now } = options;
  const onError = options.onWebhookError ?? logMessage;
  return new Webhooks(
    { userNo, platformKeys, ownKey: privateKey, notificationUrl, requireSignature, now },
    onError,
  );
}

const logMessage = (error: unknown): void =>
  console.error(
    `issuary: a notification was not stored: ${error instanceof Error ? error.message : 'unknown error'}`,
  );
