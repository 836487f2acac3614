import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Dependencies } from '../domain/dependencies.ts';
import { EmbeddedIssuer } from '../domain/issuing/issuers/embedded/embedded-issuer.ts';
import { TableRates } from '../domain/money/rates/table-rates.ts';
import { CounterpartyKeys } from '../domain/parties/key-cache.ts';
import { DAY_MS } from '../runtime/duration.ts';
import { secureRandom } from '../runtime/random.ts';
import { DynamoStore } from '../runtime/store/dynamo.ts';
import type { Store } from '../runtime/store/store.ts';
import { CardVault } from '../runtime/vault/card-vault.ts';
import type { DataKeys } from '../runtime/vault/data-key.ts';
import { openDataKeys } from '../runtime/vault/open-data-keys.ts';
import { perPurpose, perRecord, Sealer } from '../runtime/vault/sealer.ts';
import { logger } from './logger.ts';
import { stageIssuer } from './stage-issuer.ts';

/**
 * Builds the dependencies of a Lambda from its environment. Using a table or key that the function has no access to
 * throws. So does the work queue; functions that enqueue work replace it with SqsWorkQueue.
 */
export const awsDependencies = (environment: NodeJS.ProcessEnv, client?: DynamoDBClient): Dependencies =>
  dependenciesOver(new DynamoStore(environment, client), environment);

/** Builds the dependencies over a given store. */
export function dependenciesOver(store: Store, environment: NodeJS.ProcessEnv): Dependencies {
  const utcOffset = environment['PLATFORM_UTC_OFFSET'] ?? '+08:00';
  const vaultKeys = dataKeys(environment, 'VAULT_KEY');
  const vault = new CardVault(store, {
    cards: new Sealer(vaultKeys, perPurpose('cards')),
    pins: new Sealer(dataKeys(environment, 'PIN_KEY'), perPurpose('pins')),
  });
  return {
    store,
    now: Date.now,
    random: secureRandom,
    utcOffset,
    graceMs: Number(environment['ORDER_GRACE_SECONDS'] ?? 60) * 1_000,
    holdMs: Number(environment['HOLD_DAYS'] ?? 10) * DAY_MS,
    panRetentionMs: Number(environment['CARD_NUMBER_DAYS'] ?? 540) * DAY_MS,
    inboxRetentionMs: Number(environment['INBOX_DAYS'] ?? 400) * DAY_MS,
    notificationRetentionMs: Number(environment['NOTIFICATION_DAYS'] ?? 90) * DAY_MS,
    travelHoldMs: Number(environment['TRAVEL_HOLD_DAYS'] ?? 31) * DAY_MS,
    alarm: (what, about) => logger.error(what, about),
    auditCardRead: (read) => logger.info('card data read', { ...read }),
    workQueue: { send: unavailable('no queue') },
    counterpartyKeys: new CounterpartyKeys(store, new Sealer(dataKeys(environment, 'DATA_KEY'), perRecord)),
    vault,
    sealer: new Sealer(vaultKeys, perPurpose('secrets')),
    issuers: { embedded: stageIssuer(new EmbeddedIssuer(vault, secureRandom, utcOffset, Date.now)) },
    rates: new TableRates(store),
    rateMaxAgeMs: Number(environment['RATE_MAX_AGE_SECONDS'] ?? 86_400) * 1_000,
    failedSignInLimit: failedSignInLimitOf(Number(environment['UNREADABLE_PER_SECOND'] ?? 10)),
    defaultRequestLimit: {
      perSecond: Number(environment['REQUESTS_PER_SECOND'] ?? 50),
      burst: Number(environment['REQUEST_BURST'] ?? 100),
    },
  };
}

/** The burst is five seconds' worth of requests. */
const failedSignInLimitOf = (perSecond: number) => ({ perSecond, burst: 5 * perSecond });

function dataKeys(environment: NodeJS.ProcessEnv, variable: string): DataKeys {
  const uri = environment[variable];
  if (uri) return openDataKeys(uri);
  const missing = unavailable(`no such key: ${variable} is not set`);
  return { generate: missing, unwrap: missing };
}

const unavailable = (what: string) => async () => {
  throw new Error(`this function has ${what}`);
};
