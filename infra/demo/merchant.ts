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

/** The longest that the receiver waits for a notification. */
const WAIT_SECONDS = 60;

/** Where the demo finds everything. */
export interface DemoAddresses {
  readonly apiUrl: string;
  /** Where seeding left the merchant's keys and `merchant.json`. */
  readonly keysDir: string;
  /** The receiver; where the merchant is notified, unless told. */
  readonly receiverUrl?: string;
}

/** A merchant of the demo: calls through the client, and shows each exchange on the screen. */
export class DemoMerchant {
  readonly userNo: string;
  readonly receiverUrl: string;
  readonly #client: MerchantClient;
  readonly #screen: Terminal;
  #exchange = { request: '', response: '' };

  /** Reads the merchant's keys; throws DemoProblem when they are not there. */
  constructor({ apiUrl, receiverUrl, keysDir }: DemoAddresses, screen: Terminal) {
    const keys = readKeys(keysDir);
    this.userNo = keys.userNo;
    this.receiverUrl = receiverUrl ?? new URL(keys.notifyUrl).origin;
    this.#screen = screen;
    this.#client = new MerchantClient({
      ...keys,
      baseUrl: apiUrl,
      fetch: this.#recordingFetch(),
    } as MerchantClientOptions);
  }

  /** Calls an operation, showing what is sent and what comes back. */
  async call<Name extends OperationName>(name: Name, request: CallRequest<Name>): Promise<CallResult<Name>> {
    this.#screen.sent(catalogue[name].path, request as object);
    const result = await this.#client.call(name, request);
    this.#screen.received(result);
    return result;
  }

  /** Shows the latest exchange as it travelled. */
  showWire(): void {
    this.#screen.wire(this.#exchange.request, this.#exchange.response);
  }

  /** The card_operate about this request, as soon as the receiver has it. */
  async awaitOutcome(userReqNo: string): Promise<NotificationContent<'card_operate'>> {
    this.#screen.say('The order is accepted. Its outcome comes as a notification to the receiver:');
    return this.awaitNotification('card_operate', { userReqNo });
  }

  /** The first notification of the type that has these values, as soon as the receiver has it. */
  async awaitNotification<Type extends NotificationType>(
    type: Type,
    filter: Filter,
  ): Promise<NotificationContent<Type>> {
    const [notification] = await this.#received({ ...filter, type });
    if (!notification) throw new DemoFailed(`no ${type} came within ${WAIT_SECONDS} seconds`);
    const { content } = notification;
    this.#screen.received({ type, data: content });
    return content as NotificationContent<Type>;
  }

  async #received(filter: Filter): Promise<ReceivedNotification[]> {
    const query = new URLSearchParams({ ...filter, wait: String(WAIT_SECONDS) });
    try {
      const response = await fetch(`${this.receiverUrl}/received?${query}&secrets=shown`);
      return (await response.json()) as ReceivedNotification[];
    } catch (cause) {
      throw new DemoFailed(`the receiver at ${this.receiverUrl} does not tell what it received`, { cause });
    }
  }

  /** fetch that keeps the bodies of the latest exchange. */
  #recordingFetch(): typeof fetch {
    return async (input, init) => {
      const response = await fetch(input, init);
      const body = await response.clone().text();
      this.#exchange = { request: String(init?.body), response: body };
      return response;
    };
  }
}

/** merchant.json: what the merchant and the platform agreed. */
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
      `no merchant's keys in ${keysDir}: npm start puts them there, --keys DIR names another folder`,
    );
  }
}
