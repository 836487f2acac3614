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

/** What the domain stands on: everything that is not pure comes in here, so that tests and simulations can replace it. */
export interface Dependencies {
  readonly store: Store;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly random: Random;
  /** The platform's zone on the wire, e.g. "+08:00". */
  readonly utcOffset: string;
  /** How long an order or notification may stay unwoken before the sweeper takes it. */
  readonly graceMs: number;
  /** How long an authorization holds money that is not cleared, in milliseconds. */
  readonly holdMs: number;
  /** The same where it is for lodging, vehicle hire, a cruise or a flight, which are cleared weeks later. */
  readonly travelHoldMs: number;
  /** Tells the operator of something that a person has to look at. */
  readonly alarm: (what: string, about: Readonly<Record<string, string>>) => void;
  /** How long the number of a card is kept that is cancelled or expired, in milliseconds. */
  readonly panRetentionMs: number;
  /** Notes who has read the secrets of which card. */
  readonly auditCardRead: (read: CardRead) => void;
  /** How long what an upstream told is kept once it is done, in milliseconds. */
  readonly inboxRetentionMs: number;
  readonly workQueue: WorkQueue;
  readonly counterpartyKeys: CounterpartyKeys;
  readonly vault: CardVault;
  /** Seals what is kept outside of the vault: codes, one-time passwords, and what upstreams told. */
  readonly sealer: Sealer;
  readonly issuers: Issuers;
  /** The platforms below this one; only where something is said to them. */
  readonly externalIssuers?: ExternalIssuers;
  readonly rates: RateSource;
  /** How old a rate may be when it is used. */
  readonly rateMaxAgeMs: number;
  /** What one address may send to a process that nobody's key opens. */
  readonly failedSignInLimit: RequestLimit;
  /** How many requests a merchant may make for whom nothing else is set. */
  readonly defaultRequestLimit: RequestLimit;
}

/** A look at a card's secrets, for the log. */
export interface CardRead {
  readonly cardId: string;
  /** The key of whose record: `merchant/100001`, `upstream/900001`. */
  readonly reader: string;
  /** The function by which. */
  readonly operation: string;
}

/** One merchant's call of an operation. */
export interface MerchantCall {
  readonly deps: Dependencies;
  readonly merchant: Merchant;
  /** The request has a signature, which was right. */
  readonly signed?: true;
  /** Follows the request through order, queues and notification in every log line. */
  readonly correlationId: string;
}
