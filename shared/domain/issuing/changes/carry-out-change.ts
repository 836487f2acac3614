import { DUE_INDEX_ATTRIBUTES } from '../../../runtime/queue/due-index.ts';
import { POLLING_DELAYS } from '../../../runtime/queue/polling-delays.ts';
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

/** Changes of one subject that one call carries out at most; what is left is due. */
const MAX_CHANGES_PER_RUN = 20;

/**
 * Carries an accepted change out with all that are open of its subject, one after the other as they were accepted, up to
 * the first whose outcome is not known: then the next time to ask for it is planned. Safe to repeat at any point. Of one
 * that is final it looks, once that is due or an operator asks, whether the platform below still has it so. Answers the change
 * as it is then, undefined when there is none.
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
 * Carries an accepted change out while its merchant waits.
 *
 * @throws TryAgainLater as long as the outcome is not known, or what the platform below refused it with
 */
export async function completeChange(deps: Dependencies, changeId: string): Promise<void> {
  const change = await carryOutChange(deps, changeId);
  if (!change) throw new Error(`change ${changeId} is gone`);
  if (change.state === 'open') throw new TryAgainLater();
  if (change.state !== 'applied') throw changeRefusal(change);
}

/** Settles the first of the subject's open changes. False when there is none, or its outcome is not known yet. */
async function settleNext(deps: Dependencies, of: SubjectId): Promise<boolean> {
  const subject = await readSubject(deps.store, of);
  const [head] = await readChanges(deps.store, (subject.openChanges ?? []).slice(0, 1));
  if (!head) return false;
  // What the card is in the end, its cancellation says first.
  if (subject.status === 'closing') return scheduleResend(deps, head);
  if (affectsIssuer(head.wanted) && !(await markChangeSent(deps, head))) return true;
  const outcome = await outcomeOrReschedule(deps, subject, head);
  if (outcome.state === 'unknown') return scheduleResend(deps, head);
  return (await finishChange(deps, head, outcome)) || scheduleResend(deps, head);
}

/** Where the platform itself fails, it is planned as well: what is left due is woken by every sweep. */
async function outcomeOrReschedule(
  deps: Dependencies,
  subject: ChangeSubject,
  head: Change,
): Promise<ChangeOutcome> {
  try {
    return await outcomeAtIssuer(deps, subject, head);
  } catch (error) {
    // Says nothing of its own failure: it stays due as it is, and is planned the next time.
    await scheduleResend(deps, head).catch(() => false);
    throw error;
  }
}

async function outcomeAtIssuer(
  deps: Dependencies,
  subject: ChangeSubject,
  { wanted, changeId }: Change,
): Promise<ChangeOutcome> {
  if (!affectsIssuer(wanted)) return { state: 'applied' };
  const { status, limit } = wanted;
  const change = { ...(status !== undefined && { status }), ...(limit !== undefined && { limit }) };
  return (await externalIssuerOf(deps, subject.issuer)).change(subject, change, changeId);
}

/** Said before it is sent, so that a crash in between counts as sent; and that it is sent once more. */
async function markChangeSent(deps: Dependencies, change: Change): Promise<boolean> {
  if (change.isDoubted) return true;
  return change.sentAt === undefined
    ? tryUpdate(deps, change, { set: { sentAt: deps.now() }, when: [absent('sentAt')] })
    : tryUpdate(deps, change, { set: { isDoubted: true } });
}

/**
 * Plans when to send it again: under the same number, which is answered as the first time. A merchant who asks in between
 * changes nothing of the plan. After the last time a person is called; from then on it goes on when somebody asks for it.
 */
async function scheduleResend(deps: Dependencies, change: Change): Promise<false> {
  const { changeId, subject, asked = -1, askAt = 0 } = change;
  if (askAt > deps.now() || asked >= POLLING_DELAYS.length) return false;
  const wait = POLLING_DELAYS[asked + 1];
  if (wait === undefined) {
    deps.alarm('a change below has no outcome', { changeId, [subject.kind]: subject.id });
    await tryUpdate(deps, change, { set: { asked: asked + 1 }, remove: DUE_INDEX_ATTRIBUTES });
  } else {
    const next = deps.now() + wait * deps.graceMs;
    await tryUpdate(deps, change, {
      set: { asked: asked + 1, askAt: next, ...changeDueAttributes(changeId, next) },
    });
  }
  return false;
}

/** The change is final, or was sent by somebody else. */
class ChangeConflict extends Error {
  override readonly name = 'ChangeConflict';
}

async function tryUpdate(
  { store }: Dependencies,
  { changeId }: Change,
  { when = [], ...change }: Pick<Update, 'set' | 'remove' | 'when'>,
): Promise<boolean> {
  const isOpen = equals('state', 'open');
  const otherwise = () => new ChangeConflict();
  try {
    const key = changeKey(changeId);
    await store.write([
      { kind: 'update', table: 'orders', key, ...change, when: [isOpen, ...when], onConflict: otherwise },
    ]);
    return true;
  } catch (error) {
    if (error instanceof ChangeConflict) return false;
    throw error;
  }
}
