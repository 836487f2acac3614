import type { WorkQueue } from '../runtime/queue/work-queue.ts';
import type { Random } from '../runtime/random.ts';
import type { Store } from '../runtime/store/store.ts';
import type { CardVault } from '../runtime/vault/card-vault.ts';
import type { Sealer } from '../runtime/vault/sealer.ts';
import type { ExternalIssuers, Issuers } from './issuing/model/issuer.ts';
import type { RateSource } from './money/rates/rate-source.ts';
import type { CounterpartyKeys } from './parties/key-cache.ts';
import type { RequestLimit } from './parties/limits/request-limit.ts';
import type { Merchant } from './parties/merchant.ts';

/** What the domain depends on. Everything impure comes in here, so that tests and simulations can replace it. */
export interface Dependencies {
  readonly store: Store;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly random: Random;
  /** The platform's UTC offset on the wire, e.g. "+08:00". */
  readonly utcOffset: string;
  /** How long an order or notification may wait for its worker before the sweeper enqueues it again, milliseconds. */
  readonly graceMs: number;
  /** How long an authorization holds uncleared money, milliseconds. */
  readonly holdMs: number;
  /** The same for lodging, vehicle hire, cruises and flights, which are cleared weeks later. */
  readonly travelHoldMs: number;
  /** Alerts the operator to something that a person has to look at. */
  readonly alarm: (what: string, about: Readonly<Record<string, string>>) => void;
  /** How long the number of a cancelled or expired card is stored, milliseconds. */
  readonly panRetentionMs: number;
  /** Logs who has read which card's secrets. */
  readonly auditCardRead: (read: CardRead) => void;
  /** How long a finished message from an upstream is stored, milliseconds. */
  readonly inboxRetentionMs: number;
  /** How long a delivered notification is stored, milliseconds. */
  readonly notificationRetentionMs: number;
  readonly workQueue: WorkQueue;
  readonly counterpartyKeys: CounterpartyKeys;
  readonly vault: CardVault;
  /** Seals what is stored outside the vault: codes, one-time passwords and messages from upstreams. */
  readonly sealer: Sealer;
  readonly issuers: Issuers;
  /** The external issuers; only where the function calls them. */
  readonly externalIssuers?: ExternalIssuers;
  readonly rates: RateSource;
  /** The highest age at which a rate may be used, milliseconds. */
  readonly rateMaxAgeMs: number;
  /** How many failed sign-ins one address may cause in one process. */
  readonly failedSignInLimit: RequestLimit;
  /** The request limit of merchants that have none of their own. */
  readonly defaultRequestLimit: RequestLimit;
}

/** Someone read a card's secrets; for the log. */
export interface CardRead {
  readonly cardId: string;
  /** The record key of the reader: `merchant/100001`, `upstream/900001`. */
  readonly reader: string;
  /** The function that read them. */
  readonly operation: string;
}

/** A merchant's call of an operation. */
export interface MerchantCall {
  readonly deps: Dependencies;
  readonly merchant: Merchant;
  /** Set when the request had a valid signature. */
  readonly signed?: true;
  /** Identifies the request in every log line of the order, queues and notifications that follow from it. */
  readonly correlationId: string;
}
