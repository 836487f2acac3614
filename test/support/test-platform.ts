import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, inject } from 'vitest';
import { readDeployment } from '../../infra/ops/audit.ts';
import { setDemoRates } from '../../infra/ops/demo-rates.ts';
import { type Operator, openOperator } from '../../infra/ops/operator.ts';
import { DEMO_FEES, DEMO_RANGES } from '../../infra/ops/seed.ts';
import { audit, type Check } from '../../shared/audit/audit.ts';
import type { Books } from '../../shared/audit/books.ts';
import { saveBinRange } from '../../shared/cards/bin.ts';
import { generateRsaKeyPair, type RsaModulusBits } from '../../shared/codec/keys.ts';
import { bookDeposit } from '../../shared/ledger/deposit.ts';
import { CounterpartyKeys } from '../../shared/merchants/keys.ts';
import type { Merchant } from '../../shared/merchants/merchant.ts';
import { onboardMerchant } from '../../shared/merchants/onboard.ts';
import { privateKeySealer } from '../../shared/merchants/platform-keys.ts';
import { fulfilOrder } from '../../shared/orders/fulfil.ts';
import type { Call, CardRead, Platform } from '../../shared/platform/platform.ts';
import { type Random, secureRandom } from '../../shared/platform/random.ts';
import type { Waiting } from '../../shared/platform/wake-up.ts';
import { keyFileUri } from '../../shared/vault/data-keys.ts';
import type { Sealer } from '../../shared/vault/sealer.ts';
import { modelOperator } from './model/operator.ts';
import { NotedStore } from './requests/noted-store.ts';
import { notebookIn, SAMPLES_DIR } from './requests/samples.ts';
import { createTables } from './tables.ts';

/** A platform over tables of its own, with a clock that stands still until it is moved. */
export interface TestPlatform {
  readonly platform: Platform;
  readonly operator: Operator;
  /** Seals the platform's private keys. */
  readonly sealer: Sealer;
  /** Everything that was sent to wake somebody, in order. */
  readonly woken: { waiting: Waiting; id: string; delaySeconds: number }[];
  /** Every look at a card's secrets, in order. */
  readonly cardReads: CardRead[];
  /** Everything that the operator was alarmed of. */
  readonly alarms: string[];
  /** The same, with what was said of each. */
  readonly rung: { what: string; about: Readonly<Record<string, string>> }[];
  moveClock(ms: number): void;
  /** Carries out all orders that are pending. */
  fulfilAll(): Promise<void>;
  books(): Promise<Books>;
  audit(): Promise<Check[]>;
  /** A merchant with this much USD on its card account. */
  merchant(userNo: string, usd: bigint, platformKeyBits?: RsaModulusBits): Promise<Merchant>;
  call(merchant: Merchant): Call;
}

/** 2026-03-01 10:00:00 in the platform's zone. */
export const START = Date.UTC(2026, 2, 1, 2);

let platforms = 0;

const samplesDir = process.env[SAMPLES_DIR];
const notebook = samplesDir ? notebookIn(samplesDir, () => expect.getState().testPath ?? '') : undefined;

/** Opens a test platform; `changes` replace parts of it. */
export async function openTestPlatform(changes: Partial<Platform> = {}): Promise<TestPlatform> {
  platforms += 1;
  const operator = await openTables(`test${process.pid}x${platforms}`);
  const env = operator.environment;
  const woken: TestPlatform['woken'] = [];
  const cardReads: CardRead[] = [];
  const alarms: string[] = [];
  const rung: TestPlatform['rung'] = [];
  let now = START;
  const sealer = privateKeySealer(env['DATA_KEY']);
  const platform: Platform = {
    ...operator.platform,
    now: () => now,
    random: idsApart(),
    counterpartyKeys: new CounterpartyKeys(operator.platform.store, sealer, () => now),
    // The clock stands still: no token comes back.
    requestLimit: { perSecond: 1_000, burst: 10_000 },
    unreadableLimit: { perSecond: 1_000, burst: 10_000 },
    cardRead: (read) => void cardReads.push(read),
    alarm: (what, about) => {
      alarms.push(what);
      rung.push({ what, about });
    },
    wakeUp: {
      async send(waiting, ids, delaySeconds = 0) {
        woken.push(...ids.map((id) => ({ waiting, id, delaySeconds })));
        return [];
      },
    },
    ...changes,
  };
  for (const range of DEMO_RANGES) await saveBinRange(platform.store, range);
  await setDemoRates(platform);
  const books = () => readDeployment(operator);
  return {
    platform,
    operator,
    sealer,
    woken,
    cardReads,
    alarms,
    rung,
    moveClock: (ms) => {
      now += ms;
    },
    fulfilAll: async () => {
      const pending = (await books()).orders.filter(({ status }) => status === 'pending');
      await Promise.all(pending.map(({ orderId }) => fulfilOrder(platform, orderId)));
    },
    books,
    audit: async () => audit(await books()),
    merchant: async (userNo, usd, platformKeyBits = 1024) => {
      const merchant = await onboardMerchant(
        platform.store,
        sealer,
        await newMerchant(userNo),
        platformKeyBits,
      );
      await bookDeposit(platform, { userNo, currency: 'USD', amount: usd, reference: `test/${userNo}` });
      return merchant;
    },
    call: (merchant) => ({ platform, merchant, correlationId: `test-${merchant.userNo}` }),
  };
}

/** How many ids there are of a moment. */
const IDS = 4_000;

/** The clock stands still, so that ids of one moment would meet; none does, in no order, but where a test makes it. */
function idsApart(): Random {
  let next = secureRandom(IDS);
  return (limit) => {
    if (limit !== IDS) return secureRandom(limit);
    next = (next + 1_187) % IDS;
    return next;
  };
}

async function newMerchant(userNo: string) {
  const { publicKey } = await generateRsaKeyPair(1024);
  return {
    userNo,
    name: `Merchant ${userNo}`,
    publicKey,
    requestCipher: 'merchant-private' as const,
    allowedAddresses: [],
    notifyUrl: 'http://127.0.0.1:9/',
    binRangeIds: DEMO_RANGES.map(({ binRangeId }) => binRangeId),
    cardDataInNotifications: false,
    fees: DEMO_FEES,
  };
}

/** New tables: in DynamoDB Local where the run has one, in a database of their own; else in its model in memory. */
async function openTables(name: string): Promise<Operator> {
  const keys = await keyFiles();
  const endpoint: string | undefined = inject('dynamodbEndpoint');
  if (!endpoint) return modelOperator(keys, notebook && new NotedStore(notebook));
  // DynamoDB Local takes ever longer to create a table beside others, and serves a database in one thread.
  const credentials = { accessKeyId: name, secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const tables = await createTables(client, name);
  client.destroy();
  return openOperator({
    ...tables,
    ...keys,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
}

async function keyFiles(): Promise<NodeJS.ProcessEnv> {
  const folder = await mkdtemp(join(inject('scratchDir'), 'keys-'));
  const keyFile = (name: string) => {
    const path = join(folder, name);
    writeFileSync(path, randomBytes(32), { mode: 0o600 });
    return keyFileUri(path);
  };
  return { DATA_KEY: keyFile('data-key'), VAULT_KEY: keyFile('vault-key'), PIN_KEY: keyFile('pin-key') };
}
