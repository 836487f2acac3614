import { HOUR_MS } from '../../../runtime/duration.ts';
import { retryOnConflict, WriteConflict, writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { exponentialBackoffMs } from '../../../runtime/queue/backoff.ts';
import { DUE_INDEX_ATTRIBUTES } from '../../../runtime/queue/due-index.ts';
import { equals, type Write } from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import { externalIssuerOf } from '../issuers/registry.ts';
import { type ChangeSubject, freezeStateOf, readSubject } from '../model/change-subject.ts';
import type { StateAtIssuer } from '../model/issuer.ts';
import { draftChange } from './accept-change.ts';
import { type Change, type ChangedFields, changeDueAttributes, changeKey, findChange } from './change.ts';
import { IN_FLIGHT_MS } from './finish-change.ts';

/** Maximum delay between two rechecks while the external issuer does not respond. */
const MAX_RECHECK_DELAY_MS = 3 * HOUR_MS;

/** Number of failed rechecks, about half a day, after which an alarm is raised. Rechecks continue. */
const ALARM_AFTER_RECHECKS = 9;

/**
 * Compares the card or group with its state at the issuer, once no call for the change can still arrive. If a late call
 * undid something, it accepts a correction: a new change that restores our state. Does nothing until the recheck is due
 * or, after a failed recheck, an operator requests it. Returns the id of the correction, or undefined.
 */
export function recheckChange(
  deps: Dependencies,
  changeId: string,
  byOperator: boolean,
): Promise<string | undefined> {
  return retryOnConflict(async () => {
    const change = await findChange(deps.store, changeId);
    return change && isDue(change, deps.now(), byOperator) ? recheck(deps, change) : undefined;
  });
}

const isDue = (
  { recheckAt = Number.POSITIVE_INFINITY, rechecks }: Change,
  now: number,
  byOperator: boolean,
) => recheckAt <= now || (byOperator && rechecks !== undefined);

/** Schedules the next recheck also when this platform itself fails: otherwise every sweep would repeat it. */
async function recheck(deps: Dependencies, change: Change): Promise<string | undefined> {
  try {
    return await compareAndCorrect(deps, change);
  } catch (error) {
    // A failure to schedule is ignored: the original error matters.
    if (!(error instanceof WriteConflict)) await scheduleRecheck(deps, change).catch(() => undefined);
    throw error;
  }
}

/**
 * Ends the rechecks of a change on an operator's decision.
 *
 * @throws WriteConflict when it was rechecked concurrently
 */
export async function endRechecks(
  { store }: Dependencies,
  change: Change,
  operatorReason: string,
): Promise<void> {
  await store.write([endUpdate(change, { operatorReason })]);
}

async function compareAndCorrect(deps: Dependencies, change: Change): Promise<string | undefined> {
  const { store } = deps;
  const subject = await readSubject(store, change.subject);
  if (subject.status === 'closed') return confirm(deps, change);
  const isInTransition = subject.openChanges !== undefined || freezeStateOf(subject) === undefined;
  const atIssuer = isInTransition
    ? undefined
    : await (await externalIssuerOf(deps, subject.issuer)).inquireState(subject);
  if (!atIssuer) return scheduleRecheck(deps, change);
  const wanted = correctionFor(subject, atIssuer);
  if (Object.keys(wanted).length === 0) return confirm(deps, change);
  const { userNo } = subject;
  const { correlationId, corrections = -1 } = change;
  const origin = { userNo, correlationId, corrections: corrections + 1 };
  const { changeId, writes } = await draftChange(deps, subject, wanted, origin);
  await store.write([...writes, endUpdate(change)]);
  const about = { changeId, issuer: subject.issuer, [subject.kind]: subject.id };
  deps.alarm('a change was undone at the issuer', about);
  return changeId;
}

/**
 * Returns the fields that differ at the issuer. A status there that is neither frozen nor enabled cannot be corrected.
 */
function correctionFor(subject: ChangeSubject, atIssuer: StateAtIssuer): ChangedFields {
  const { limit = 0n } = subject;
  const status = freezeStateOf(subject);
  return {
    ...(atIssuer.status !== undefined && atIssuer.status !== status && { status }),
    ...(subject.kind === 'card' && (atIssuer.limit ?? 0n) !== limit && { limit }),
  } as ChangedFields;
}

async function confirm({ store }: Dependencies, change: Change): Promise<undefined> {
  await store.write([endUpdate(change)]);
}

/** Schedules the next recheck with exponential backoff. */
async function scheduleRecheck(deps: Dependencies, change: Change): Promise<undefined> {
  const { changeId, subject } = change;
  const rechecks = (change.rechecks ?? 0) + 1;
  const recheckAt = deps.now() + exponentialBackoffMs(IN_FLIGHT_MS, rechecks - 1, MAX_RECHECK_DELAY_MS);
  if (rechecks === ALARM_AFTER_RECHECKS)
    deps.alarm('a change cannot be rechecked', { changeId, [subject.kind]: subject.id });
  await deps.store.write([
    recheckUpdate(change, { set: { rechecks, recheckAt, ...changeDueAttributes(changeId, recheckAt) } }),
  ]);
}

const endUpdate = (change: Change, set?: object): Write =>
  recheckUpdate(change, { ...(set && { set }), remove: ['recheckAt', 'rechecks', ...DUE_INDEX_ATTRIBUTES] });

const recheckUpdate = ({ changeId, recheckAt = 0 }: Change, change: object): Write => ({
  kind: 'update',
  table: 'orders',
  key: changeKey(changeId),
  ...change,
  when: [equals('recheckAt', recheckAt)],
  onConflict: writeConflict,
});
