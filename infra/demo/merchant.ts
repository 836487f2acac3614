import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CallRequest,
  type CallResult,
  MerchantClient,
  type MerchantClientOptions,
} from '../../shared/client/client.ts';
import type { RequestCipher } from '../../shared/wire/codec/envelope.ts';
import { catalogue, type OperationName } from '../../shared/wire/contract/catalogue.ts';
import type { NotificationContent, NotificationType } from '../../shared/wire/contract/notifications.ts';
import { DemoFailed } from './demo-failed.ts';
import type { Filter, ReceivedNotification } from './received-notifications.ts';
import type { Terminal } from './terminal.ts';

/** How long the receiver waits for a notification. */
const WAIT_SECONDS = 60;

/** Where the demo finds the platform, the keys and the receiver. */
export interface DemoAddresses {
  readonly apiUrl: string;
  /** The folder with the merchant's keys and `merchant.json`. */
  readonly keysDir: string;
  /** The receiver; defaults to the merchant's notification URL. */
  readonly receiverUrl?: string;
  /** The platform's time, epoch milliseconds. */
  readonly now: () => number;
}

/** A merchant of the demo. Calls the API with the client, and shows each exchange. */
export class DemoMerchant {
  readonly userNo: string;
  readonly receiverUrl: string;
  readonly #client: MerchantClient;
  readonly #terminal: Terminal;
  #exchange = { request: '', response: '' };

  /**
   * Reads the merchant's keys.
   *
   * @throws DemoFailed when they are missing
   */
  constructor({ apiUrl, receiverUrl, keysDir, now }: DemoAddresses, terminal: Terminal) {
    const keys = readKeys(keysDir);
    this.userNo = keys.userNo;
    this.receiverUrl = receiverUrl ?? new URL(keys.notifyUrl).origin;
    this.#terminal = terminal;
    this.#client = new MerchantClient({
      ...keys,
      baseUrl: apiUrl,
      fetch: this.#recordingFetch(),
      now,
    } as MerchantClientOptions);
  }

  /** Calls an operation, showing the request and the result. */
  async call<Name extends OperationName>(name: Name, request: CallRequest<Name>): Promise<CallResult<Name>> {
    this.#terminal.sent(catalogue[name].path, request as object);
    const result = await this.#client.call(name, request);
    this.#terminal.received(result);
    return result;
  }

  /** Shows the latest exchange as it was on the wire. */
  showWire(): void {
    this.#terminal.wire(this.#exchange.request, this.#exchange.response);
  }

  /** Waits for the card_operate notification about this request. */
  async awaitOutcome(userReqNo: string): Promise<NotificationContent<'card_operate'>> {
    this.#terminal.say('The order is accepted. Its outcome arrives as a notification at the receiver:');
    return this.awaitNotification('card_operate', { userReqNo });
  }

  /**
   * Waits for the first notification of the type with these values.
   *
   * @throws DemoFailed when none arrives in time
   */
  async awaitNotification<Type extends NotificationType>(
    type: Type,
    filter: Filter,
  ): Promise<NotificationContent<Type>> {
    const [notification] = await this.#received({ ...filter, type });
    if (!notification)
      throw new DemoFailed(
        `no ${type} arrived within ${WAIT_SECONDS} seconds: do the merchant's notifications go to the receiver? npm run merchant -- notify ${this.userNo} --url ${this.receiverUrl}/notify`,
      );
    const { content } = notification;
    this.#terminal.received({ type, data: content });
    return content as NotificationContent<Type>;
  }

  async #received(filter: Filter): Promise<ReceivedNotification[]> {
    const query = new URLSearchParams({ ...filter, wait: String(WAIT_SECONDS) });
    try {
      const response = await fetch(`${this.receiverUrl}/received?${query}&secrets=shown`);
      return (await response.json()) as ReceivedNotification[];
    } catch (cause) {
      throw new DemoFailed(`the receiver at ${this.receiverUrl} does not list what it received`, { cause });
    }
  }

  /** Returns a fetch that records the bodies of the latest exchange. */
  #recordingFetch(): typeof fetch {
    return async (input, init) => {
      const response = await fetch(input, init);
      const body = await response.clone().text();
      this.#exchange = { request: String(init?.body), response: body };
      return response;
    };
  }
}

/** The content of merchant.json: what the merchant and the platform have agreed. */
interface MerchantFile {
  readonly userNo: string;
  readonly requestCipher: RequestCipher;
  readonly notifyUrl: string;
}

function readKeys(keysDir: string) {
  const textOf = (file: string) => readFileSync(join(keysDir, file), 'utf8');
  try {
    const merchant = JSON.parse(textOf('merchant.json')) as MerchantFile;
    const merchantPrivateKey = textOf('merchant-private.pem');
    return { ...merchant, merchantPrivateKey, platformPublicKey: textOf('platform-public.pem') };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new DemoFailed(
      `there are no merchant's keys in ${keysDir}: npm start puts them there; --keys DIR names another folder`,
    );
  }
}
