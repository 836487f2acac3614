import { DUE_INDEX_ATTRIBUTES } from '../../../runtime/queue/due-index.ts';
import { POLLING_DELAYS } from '../../../runtime/queue/polling-delays.ts';
import { tryWrite } from '../../../runtime/store/try-write.ts';
import { absent, equals, type Update } from '../../../runtime/store/write.ts';
import { TryAgainLater } from '../../../wire/errors.ts';
import type { Dependencies } from '../../dependencies.ts';
import { externalIssuerOf } from '../issuers/registry.ts';
import { type ChangeSubject, readSubject, type SubjectId } from '../model/change-subject.ts';
import type { ChangeOutcome } from '../model/issuer.ts';
import {
  affectsIssuer,
  type Change,
  changeDueAttributes,
  changeKey,
  findChange,
  readChanges,
} from './change.ts';
import { changeRefusal } from './change-refusal.ts';
import { finishChange } from './finish-change.ts';
import { recheckChange } from './recheck-change.ts';

/** Maximum number of changes of one subject that one call settles. The rest stay due. */
const MAX_CHANGES_PER_RUN = 20;

/**
 * Carries out all open changes of the change's subject in order of acceptance, up to the first whose outcome is not
 * known: that one is scheduled to be sent again. Safe to repeat at any point. For a final change, it verifies the state
 * at the external issuer once that is due or an operator requests it. Returns the change as it is afterwards, or
 * undefined when it does not exist.
 */
export async function carryOutChange(
  deps: Dependencies,
  changeId: string,
  byOperator = false,
): Promise<Change | undefined> {
  const change = await findChange(deps.store, changeId);
  if (!change) return undefined;
  if (change.state === 'open') await settleOpenChanges(deps, change.subject);
  else {
    const correction = await recheckChange(deps, changeId, byOperator);
    if (correction === undefined) return change;
    await settleOpenChanges(deps, change.subject);
  }
  return findChange(deps.store, changeId);
}

async function settleOpenChanges(deps: Dependencies, subject: SubjectId): Promise<void> {
  for (let settled = 0; settled < MAX_CHANGES_PER_RUN; settled += 1)
    if (!(await settleNext(deps, subject))) return;
}

/**
 * Carries out an accepted change while its merchant waits.
 *
 * @throws TryAgainLater when the outcome is not known yet
 * @throws StatusNotSuitable when the issuer refused the change because of the subject's status
 * @throws LimitBelowUsed when the issuer refused the new limit
 * @throws NewerChange when a newer change replaced it
 */
export async function completeChange(deps: Dependencies, changeId: string): Promise<void> {
  const change = await carryOutChange(deps, changeId);
  if (!change) throw new Error(`change ${changeId} is gone`);
  if (change.state === 'open') throw new TryAgainLater();
  if (change.state !== 'applied') throw changeRefusal(change);
}

/**
 * Settles the first of the subject's open changes. Returns false when there is none or its outcome is not known yet,
 * and true when there may be more to do.
 */
async function settleNext(deps: Dependencies, of: SubjectId): Promise<boolean> {
  const subject = await readSubject(deps.store, of);
  const [head] = await readChanges(deps.store, (subject.openChanges ?? []).slice(0, 1));
  if (!head) return false;
  // The outcome of a pending cancellation decides first what becomes of the card.
  if (subject.status === 'closing') return scheduleResend(deps, head);
  if (affectsIssuer(head.requested) && !(await markChangeSent(deps, head))) return true;
  const outcome = await outcomeOrReschedule(deps, subject, head);
  if (outcome.state === 'unknown') return scheduleResend(deps, head);
  await finishChange(deps, head, outcome);
  return true;
}

/**
 * Schedules the next attempt also when this platform itself fails: otherwise every sweep would enqueue the change
 * again.
 */
async function outcomeOrReschedule(
  deps: Dependencies,
  subject: ChangeSubject,
  head: Change,
): Promise<ChangeOutcome> {
  try {
    return await outcomeAtIssuer(deps, subject, head);
  } catch (error) {
    // If scheduling fails too, the change stays due and is scheduled the next time.
    await scheduleResend(deps, head).catch(() => undefined);
    throw error;
  }
}

async function outcomeAtIssuer(
  deps: Dependencies,
  subject: ChangeSubject,
  { requested, changeId }: Change,
): Promise<ChangeOutcome> {
  if (!affectsIssuer(requested)) return { state: 'applied' };
  return (await externalIssuerOf(deps, subject.issuer)).change(subject, requested, changeId);
}

/**
 * Marks the change as sent, or as sent again, before sending it: a crash in between counts as sent. Returns false when
 * it was sent or settled concurrently.
 */
const markChangeSent = (deps: Dependencies, change: Change): Promise<boolean> =>
  change.sentAt === undefined
    ? updateOpen(deps, change, { set: { sentAt: deps.now() }, when: [absent('sentAt')] })
    : updateOpen(deps, change, { set: { isResent: true } });

/**
 * Schedules the change to be sent again under the same request number, which is idempotent at the issuer. A merchant
 * who repeats the request in between does not affect the schedule. After the last attempt it raises an alarm; from then
 * on only a request by the merchant or an operator sends it.
 */
async function scheduleResend(deps: Dependencies, change: Change): Promise<false> {
  const { changeId, subject, resends = -1, resendAt = 0 } = change;
  if (resendAt > deps.now() || resends >= POLLING_DELAYS.length) return false;
  const wait = POLLING_DELAYS[resends + 1];
  if (wait === undefined) {
    deps.alarm('a change has no outcome', { changeId, [subject.kind]: subject.id });
    await updateOpen(deps, change, { set: { resends: resends + 1 }, remove: DUE_INDEX_ATTRIBUTES });
  } else {
    const next = deps.now() + wait * deps.graceMs;
    await updateOpen(deps, change, {
      set: { resends: resends + 1, resendAt: next, ...changeDueAttributes(changeId, next) },
    });
  }
  return false;
}

/** Updates the change while it is open. Returns false when it was sent or settled concurrently. */
async function updateOpen(
  { store }: Dependencies,
  { changeId }: Change,
  { when = [], ...change }: Pick<Update, 'set' | 'remove' | 'when'>,
): Promise<boolean> {
  const conditions = [equals('state', 'open'), ...when];
  const update = {
    kind: 'update',
    table: 'orders',
    key: changeKey(changeId),
    ...change,
    when: conditions,
  } as const;
  return (await tryWrite(store, [update])) === undefined;
}
