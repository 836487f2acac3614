import { HOUR_MS } from '../../../runtime/duration.ts';
import { retryOnConflict } from '../../../runtime/idempotency/execute-once.ts';
import { newId } from '../../../runtime/ids.ts';
import { exponentialBackoffMs } from '../../../runtime/queue/backoff.ts';
import { dueItems } from '../../../runtime/queue/due-items.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { tryWrite } from '../../../runtime/store/try-write.ts';
import { equals } from '../../../runtime/store/write.ts';
import { NothingFound } from '../../../wire/errors.ts';
import type { Dependencies } from '../../dependencies.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import {
  type Authorization,
  authorizationBalances,
  authorizationFrom,
  authorizationKey,
  mergedInto,
  RELEASE_FAILURE,
} from '../model/authorization.ts';
import { cardFrom, cardKey } from '../model/card.ts';
import { upstreamRecordNoOf } from '../model/transaction.ts';
import { authorizationAfter } from './balance-effects.ts';
import { isBalanceClosed } from './card-transaction-webhook.ts';
import { alarmOnExcessReturns } from './excess-returns.ts';
import { expiryEvent } from './expiry-event.ts';
import { findAuthorization, findTransaction, matchAuthorization } from './match-authorization.ts';
import { transactionWrites } from './post-transaction.ts';

/** Identifies an authorization. */
type AuthorizationId = Pick<Authorization, 'source' | 'cardId' | 'root'>;

/** Maximum number of holds per shard and run; the rest stays due for the next run. */
const MAX_HOLDS_PER_SHARD = 100;

/** Maximum delay between two attempts to release a hold. */
const MAX_RELEASE_RETRY_MS = 3 * HOUR_MS;

/**
 * Releases the holds of authorizations that were not cleared in time; returns their number. A hold that
 * cannot be released is retried with exponential backoff, raises an alarm for each new reason, and does not
 * stop the others.
 */
export async function expireHolds(deps: Dependencies): Promise<number> {
  let expired = 0;
  for await (const item of dueItems(deps, 'transactions', MAX_HOLDS_PER_SHARD))
    expired += (await tryExpireHold(deps, item)) ? 1 : 0;
  return expired;
}

async function tryExpireHold(deps: Dependencies, item: Item): Promise<boolean> {
  const { source, cardId, root } = item as unknown as AuthorizationId;
  try {
    return await expireHold(deps, { source, cardId, root });
  } catch (error) {
    await scheduleRetry(deps, { source, cardId, root }, String(error));
    return false;
  }
}

/** Stored with a hold that could not be released, until it is. */
interface ReleaseFailure {
  /** Number of attempts. */
  readonly times: number;
  readonly reason: string;
}

/** When a hold ends, in epoch milliseconds, and why it could not be released when it was due. */
export interface HoldExpiry {
  readonly dueAt: number;
  readonly releaseFailure?: ReleaseFailure;
}

/**
 * Returns when an authorization's hold is released or retried; undefined if nothing is held or another
 * platform releases it.
 */
export async function findHoldExpiry(store: Store, id: AuthorizationId): Promise<HoldExpiry | undefined> {
  const item = await store.get('transactions', authorizationKey(id));
  if (item?.['dueAt'] === undefined) return undefined;
  const releaseFailure = item[RELEASE_FAILURE] as ReleaseFailure | undefined;
  return { dueAt: Number(item['dueAt']), ...(releaseFailure && { releaseFailure }) };
}

/**
 * Schedules the next attempt and raises an alarm, unless one was raised for the same reason. On a conflict
 * the other writer has raised it.
 */
async function scheduleRetry(deps: Dependencies, id: AuthorizationId, reason: string): Promise<void> {
  // When the reason cannot be stored, the hold stays due as it is, and the alarm is raised.
  const isNew = await rescheduleRelease(deps, id, reason).catch(() => true);
  if (!isNew) return;
  const { cardId, root } = id;
  deps.alarm('a hold cannot be released', { cardId, authorization: root, reason });
}

/**
 * Stores the time of the next attempt and the reason. Returns whether the previous failure had another reason; false
 * when the hold has changed.
 */
async function rescheduleRelease(
  { store, now, graceMs }: Dependencies,
  id: AuthorizationId,
  reason: string,
): Promise<boolean> {
  const key = authorizationKey(id);
  const item = await store.get('transactions', key);
  if (!item || !(Number(item['dueAt']) <= now())) return false;
  const before = item[RELEASE_FAILURE] as ReleaseFailure | undefined;
  const times = (before?.times ?? 0) + 1;
  const dueAt = now() + exponentialBackoffMs(graceMs, times - 1, MAX_RELEASE_RETRY_MS);
  const when = [equals('version', Number(item['version'])), equals('dueAt', Number(item['dueAt']))];
  const set = { dueAt, [RELEASE_FAILURE]: { times, reason } };
  const conflict = await tryWrite(store, [{ kind: 'update', table: 'transactions', key, set, when }]);
  return !conflict && before?.reason !== reason;
}

/** Releases what one authorization still holds; returns whether there was anything. Safe to repeat. */
function expireHold(deps: Dependencies, id: AuthorizationId): Promise<boolean> {
  return retryOnConflict(async () => {
    // The index is eventually consistent: the authorization may have been cleared, merged or held anew.
    const item = await deps.store.get('transactions', authorizationKey(id));
    if (!item || mergedInto(item) !== undefined || !(Number(item['dueAt']) <= deps.now())) return false;
    await endHold(deps, authorizationFrom(item));
    return true;
  });
}

/**
 * The transaction holds no money, or another platform's: holds on cards of an external issuer are released
 * there.
 */
export class NothingHeld extends Error {
  override readonly name = 'NothingHeld';
  constructor(recordNo: string) {
    super(`transaction ${recordNo} holds nothing that could be released here`);
  }
}

/**
 * Releases the hold of an authorization early, for an operator, because the purchase will not be cleared.
 * Only for embedded cards. A clearing that arrives anyway is taken from the available balance. Returns the
 * amount released, in minor units of the card's currency.
 *
 * @throws NothingFound when there is no such transaction
 * @throws NothingHeld when it holds nothing that this platform may release
 */
export async function releaseHold(
  deps: Dependencies,
  recordNo: string,
  reason: string,
): Promise<{ readonly amount: bigint; readonly currency: string }> {
  const record = await findTransaction(deps.store, recordNo);
  if (!record) throw new NothingFound();
  return retryOnConflict(async () => {
    const authorization = await findAuthorization(deps.store, record, upstreamRecordNoOf(record));
    const amount = authorization ? authorizationBalances(authorization).hold : 0n;
    if (!authorization || amount === 0n || record.issuer !== EMBEDDED) throw new NothingHeld(recordNo);
    await endHold(deps, authorization, reason);
    return { amount, currency: authorization.currency };
  });
}

/** Ends the hold; the merchant is notified of a reversal. */
async function endHold(deps: Dependencies, authorization: Authorization, reason?: string): Promise<void> {
  const { store, random, utcOffset } = deps;
  const now = deps.now();
  const item = await store.get('cards', cardKey(authorization.cardId));
  if (!item) throw new Error(`card ${authorization.cardId} does not exist`);
  const card = cardFrom(item);
  const closed = await isBalanceClosed(store, card);
  const recordNo = newId(now, random);
  const released = reason !== undefined;
  const event = expiryEvent(authorization, authorizationBalances(authorization).hold, recordNo, {
    now,
    utcOffset,
    released,
  });
  // The merchant may know the authorization by another number.
  const match = { ...(await matchAuthorization(deps, event)), authorization };
  const correlationId = `hold/${authorization.root}`;
  const transaction = { card, event, match, closed, correlationId };
  await store.write(transactionWrites(deps, { ...transaction, ...(released && { reason }) }));
  alarmOnExcessReturns(deps, authorizationAfter(event, match, card), event);
}
