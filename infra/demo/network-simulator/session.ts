import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../../../clients/cli/common/command-error.ts';
import {
  type CallResult,
  MerchantClient,
  type MerchantClientOptions,
} from '../../../shared/client/client.ts';
import { UpstreamClient } from '../../../shared/client/upstream-client.ts';
import { newId } from '../../../shared/runtime/ids.ts';
import { secureRandom } from '../../../shared/runtime/random.ts';
import { formatDateTime } from '../../../shared/wire/contract/time.ts';

/** The UTC offset of the local platform. */
const UTC_OFFSET = '+08:00';

export type TransactionRow = CallResult<'transactionQuery'>['list'][number];

/** Changes to every message that an upstream sends. */
export interface MessageChanges {
  /** Values that replace those of the message, by field. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly fetch?: typeof fetch;
}

/** The upstream that acts, and the merchant whose cards are used, to look up what an upstream would know. */
export interface NetworkSession {
  readonly upstream: Pick<UpstreamClient, 'authorize' | 'send'>;
  readonly merchant: MerchantClient;
  /** The current time in the format of the wire. */
  readonly now: () => string;
  /** Generates a unique number for a message. */
  readonly newNumber: () => string;
}

interface SessionOptions {
  readonly apiUrl: string;
  readonly keysDir: string;
  /** The platform's time, epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Opens a session with the keys of both, which seeding has written.
 *
 * @throws CommandError when they are missing
 */
export function openNetworkSession(
  { apiUrl, keysDir, now }: SessionOptions,
  { overrides = {}, fetch: send = fetch }: MessageChanges = {},
): NetworkSession {
  const text = (file: string) => readFileSync(join(keysDir, file), 'utf8');
  try {
    const merchant = JSON.parse(text('merchant.json')) as MerchantClientOptions;
    const upstream = new UpstreamClient({
      baseUrl: apiUrl,
      userNo: (JSON.parse(text('network.json')) as { userNo: string }).userNo,
      privateKey: text('network-private.pem'),
      platformPublicKey: text('network-platform-public.pem'),
      now,
      fetch: send,
    });
    return {
      upstream: {
        authorize: (request) => upstream.authorize({ ...request, ...overrides }),
        send: (type, content) => upstream.send(type, { ...content, ...overrides }),
      },
      merchant: new MerchantClient({
        ...merchant,
        baseUrl: apiUrl,
        merchantPrivateKey: text('merchant-private.pem'),
        platformPublicKey: text('platform-public.pem'),
        now,
      } as MerchantClientOptions),
      now: () => formatDateTime(now(), UTC_OFFSET),
      newNumber: () => newId(now(), secureRandom),
    };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new CommandError(
      `there are no keys of the network in ${keysDir}: npm start puts them there; --keys DIR names another folder`,
    );
  }
}

/**
 * Returns the transaction with this number.
 *
 * @throws CommandError when the merchant has none
 */
export async function transactionOf({ merchant }: NetworkSession, recordNo: string): Promise<TransactionRow> {
  const { list } = await merchant.call('transactionQuery', { recordNo });
  if (!list[0]) throw new CommandError(`there is no transaction ${recordNo}`);
  return list[0];
}
