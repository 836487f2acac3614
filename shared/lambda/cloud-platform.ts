import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EmbeddedIssuer } from '../issuer/embedded/embedded.ts';
import { CounterpartyKeys } from '../merchants/keys.ts';
import type { Platform } from '../platform/platform.ts';
import { secureRandom } from '../platform/random.ts';
import { TableRates } from '../rates/table-rates.ts';
import { DynamoStore } from '../store/dynamo.ts';
import type { Store } from '../store/store.ts';
import type { DataKeys } from '../vault/data-key.ts';
import { openDataKeys } from '../vault/data-keys.ts';
import { allOf, eachRecord, Sealer } from '../vault/sealer.ts';
import { Vault } from '../vault/vault.ts';
import { logger } from './logger.ts';

const DAY_MS = 86_400_000;

/**
 * The platform as a Lambda finds it, from its environment: tables and keys that its access does not name are not there,
 * and using them throws. So does waking anybody: functions that do so put SqsWakeUp in its place.
 */
export const cloudPlatform = (environment: NodeJS.ProcessEnv, client?: DynamoDBClient): Platform =>
  platformOver(new DynamoStore(environment, client), environment);

/** The same over tables that are at hand. */
export function platformOver(store: Store, environment: NodeJS.ProcessEnv): Platform {
  const utcOffset = environment['PLATFORM_UTC_OFFSET'] ?? '+08:00';
  const vaultKeys = dataKeys(environment, 'VAULT_KEY');
  const vault = new Vault(store, {
    cards: new Sealer(vaultKeys, allOf('cards')),
    pins: new Sealer(dataKeys(environment, 'PIN_KEY'), allOf('pins')),
  });
  return {
    store,
    now: Date.now,
    random: secureRandom,
    utcOffset,
    graceMs: Number(environment['ORDER_GRACE_SECONDS'] ?? 60) * 1_000,
    holdMs: Number(environment['HOLD_DAYS'] ?? 10) * DAY_MS,
    cardNumberKeptMs: Number(environment['CARD_NUMBER_DAYS'] ?? 540) * DAY_MS,
    inboxKeptMs: Number(environment['INBOX_DAYS'] ?? 400) * DAY_MS,
    travelHoldMs: Number(environment['TRAVEL_HOLD_DAYS'] ?? 31) * DAY_MS,
    alarm: (what, about) => logger.error(what, about),
    cardRead: (read) => logger.info('card data read', { ...read }),
    wakeUp: { send: outOfReach('no queue') },
    counterpartyKeys: new CounterpartyKeys(store, new Sealer(dataKeys(environment, 'DATA_KEY'), eachRecord)),
    vault,
    sealer: new Sealer(vaultKeys, allOf('secrets')),
    issuers: { embedded: new EmbeddedIssuer(vault, secureRandom, utcOffset) },
    rates: new TableRates(store),
    rateMaxAgeMs: Number(environment['RATE_MAX_AGE_SECONDS'] ?? 86_400) * 1_000,
    unreadableLimit: limitOfUnreadable(Number(environment['UNREADABLE_PER_SECOND'] ?? 10)),
    requestLimit: {
      perSecond: Number(environment['REQUESTS_PER_SECOND'] ?? 50),
      burst: Number(environment['REQUEST_BURST'] ?? 100),
    },
  };
}

/** Five seconds' worth at once. */
const limitOfUnreadable = (perSecond: number) => ({ perSecond, burst: 5 * perSecond });

function dataKeys(environment: NodeJS.ProcessEnv, variable: string): DataKeys {
  const uri = environment[variable];
  if (uri) return openDataKeys(uri);
  const missing = outOfReach(`no such key: ${variable} is not set`);
  return { generate: missing, unwrap: missing };
}

const outOfReach = (what: string) => async () => {
  throw new Error(`this function has ${what}`);
};
