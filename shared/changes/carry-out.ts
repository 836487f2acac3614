import { TryAgainLater } from '../contract/errors.ts';
import { upstreamOf } from '../issuer/find.ts';
import type { ChangeOutcome } from '../issuer/issuer.ts';
import { WAITS } from '../orders/polling-delays.ts';
import { DUE_ATTRIBUTES } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import { absent, equals, type Update } from '../store/write.ts';
import { type Change, changeDue, changeKey, findChange, isForBelow, readChanges } from './change.ts';
import { finishChange } from './finish.ts';
import { lookAgain } from './look.ts';
import { refusalOf } from './refusal.ts';
import { readSubject, type Subject, type SubjectId } from './subject.ts';

/** Changes of one subject that one call carries out at most; what is left is due. */
const MOST = 20;

/**
 * Carries an accepted change out with all that are open of its subject, one after the other as they were accepted, up to
 * the first whose outcome is not known: then the next time to ask for it is planned. Safe to repeat at any point. Of one
 * that is final it looks, once that is due or an operator asks, whether the platform below still has it so. Answers the change
 * as it is then, undefined when there is none.
 */
export async function carryOutChange(
  platform: Platform,
  changeId: string,
  isAsked = false,
): Promise<Change | undefined> {
  const change = await findChange(platform.store, changeId);
  if (!change) return undefined;
  if (change.state === 'open') await settleAll(platform, change.subject);
  else {
    const correction = await lookAgain(platform, changeId, isAsked);
    if (correction === undefined) return change;
    await settleAll(platform, change.subject);
  }
  return findChange(platform.store, changeId);
}

async function settleAll(platform: Platform, subject: SubjectId): Promise<void> {
  for (let settled = 0; settled < MOST; settled += 1) if (!(await settleNext(platform, subject))) return;
}

/**
 * Carries an accepted change out while its merchant waits.
 *
 * @throws TryAgainLater as long as the outcome is not known, or what the platform below refused it with
 */
export async function outcomeOfChange(platform: Platform, changeId: string): Promise<void> {
  const change = await carryOutChange(platform, changeId);
  if (!change) throw new Error(`change ${changeId} is gone`);
  if (change.state === 'open') throw new TryAgainLater();
  if (change.state !== 'applied') throw refusalOf(change);
}

/** Settles the first of the subject's open changes. False when there is none, or its outcome is not known yet. */
async function settleNext(platform: Platform, of: SubjectId): Promise<boolean> {
  const subject = await readSubject(platform.store, of);
  const [head] = await readChanges(platform.store, (subject.openChanges ?? []).slice(0, 1));
  if (!head) return false;
  // What the card is in the end, its cancellation says first.
  if (subject.status === 'closing') return planToAsk(platform, head);
  if (isForBelow(head.wanted) && !(await isStillToBeSent(platform, head))) return true;
  const outcome = await outcomeOrPlan(platform, subject, head);
  if (outcome.state === 'unknown') return planToAsk(platform, head);
  return (await finishChange(platform, head, outcome)) || planToAsk(platform, head);
}

/** Where the platform itself fails, it is planned as well: what is left due is woken by every sweep. */
async function outcomeOrPlan(platform: Platform, subject: Subject, head: Change): Promise<ChangeOutcome> {
  try {
    return await outcomeAt(platform, subject, head);
  } catch (error) {
    // Says nothing of its own failure: it stays due as it is, and is planned the next time.
    await planToAsk(platform, head).catch(() => false);
    throw error;
  }
}

async function outcomeAt(
  platform: Platform,
  subject: Subject,
  { wanted, changeId }: Change,
): Promise<ChangeOutcome> {
  if (!isForBelow(wanted)) return { state: 'applied' };
  const { status, limit } = wanted;
  const change = { ...(status !== undefined && { status }), ...(limit !== undefined && { limit }) };
  return (await upstreamOf(platform, subject.issuer)).change(subject, change, changeId);
}

/** Said before it is sent, so that a crash in between counts as sent; and that it is sent once more. */
async function isStillToBeSent(platform: Platform, change: Change): Promise<boolean> {
  if (change.isDoubted) return true;
  return change.sentAt === undefined
    ? written(platform, change, { set: { sentAt: platform.now() }, when: [absent('sentAt')] })
    : written(platform, change, { set: { isDoubted: true } });
}

/**
 * Plans when to send it again: under the same number, which is answered as the first time. A merchant who asks in between
 * changes nothing of the plan. After the last time a person is called; from then on it goes on when somebody asks for it.
 */
async function planToAsk(platform: Platform, change: Change): Promise<false> {
  const { changeId, subject, asked = -1, askAt = 0 } = change;
  if (askAt > platform.now() || asked >= WAITS.length) return false;
  const wait = WAITS[asked + 1];
  if (wait === undefined) {
    platform.alarm('a change below has no outcome', { changeId, [subject.kind]: subject.id });
    await written(platform, change, { set: { asked: asked + 1 }, remove: DUE_ATTRIBUTES });
  } else {
    const next = platform.now() + wait * platform.graceMs;
    await written(platform, change, { set: { asked: asked + 1, askAt: next, ...changeDue(changeId, next) } });
  }
  return false;
}

/** The change is final, or was sent by somebody else. */
class NotAsBefore extends Error {
  override readonly name = 'NotAsBefore';
}

async function written(
  { store }: Platform,
  { changeId }: Change,
  { when = [], ...change }: Pick<Update, 'set' | 'remove' | 'when'>,
): Promise<boolean> {
  const isOpen = equals('state', 'open');
  const otherwise = () => new NotAsBefore();
  try {
    const key = changeKey(changeId);
    await store.write([
      { kind: 'update', table: 'orders', key, ...change, when: [isOpen, ...when], otherwise },
    ]);
    return true;
  } catch (error) {
    if (error instanceof NotAsBefore) return false;
    throw error;
  }
}
