import { upstreamOf } from '../issuer/find.ts';
import type { StateBelow } from '../issuer/issuer.ts';
import { DUE_ATTRIBUTES } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision, untilFresh } from '../requests/once.ts';
import { equals, type Write } from '../store/write.ts';
import { acceptance } from './accept.ts';
import { type Change, changeDue, changeKey, findChange, type Wanted } from './change.ts';
import { ON_ITS_WAY_MS } from './finish.ts';
import { readSubject, type Subject, statusOf } from './subject.ts';

/**
 * Looks whether the card or group is there what it is here, once nothing that was sent for the change can arrive any more.
 * Where a late call undid something, a new change is accepted that asks for what it should be. Does nothing before that is
 * due. Answers the new change's id, undefined when there is none.
 */
export function lookAgain(platform: Platform, changeId: string): Promise<string | undefined> {
  return untilFresh(async () => {
    const change = await findChange(platform.store, changeId);
    const isDue = change?.lookAt !== undefined && change.lookAt <= platform.now();
    return isDue ? corrected(platform, change) : undefined;
  });
}

async function corrected(platform: Platform, change: Change): Promise<string | undefined> {
  const { store } = platform;
  const subject = await readSubject(store, change.subject);
  if (subject.status === 'closed') return seen(platform, change);
  const isMoving = subject.openChanges !== undefined || statusOf(subject) === undefined;
  const there = isMoving ? undefined : await (await upstreamOf(platform, subject.issuer)).stateOf(subject);
  if (!there) return later(platform, change);
  const wanted = wantedInstead(subject, there);
  if (Object.keys(wanted).length === 0) return seen(platform, change);
  const { userNo } = subject;
  const { correlationId, corrections = -1 } = change;
  const asked = { userNo, correlationId, corrections: corrections + 1 };
  const { changeId, writes } = await acceptance(platform, subject, wanted, asked);
  await store.write([...writes, noMore(change)]);
  const about = { changeId, issuer: subject.issuer, [subject.kind]: subject.id };
  platform.alarm('a change below was undone there', about);
  return changeId;
}

/** What the subject is here and is not there. A status that is neither frozen nor enabled there is not for a change. */
function wantedInstead(subject: Subject, there: StateBelow): Wanted {
  const { limit = 0n } = subject;
  const status = statusOf(subject);
  return {
    ...(there.status !== undefined && there.status !== status && { status }),
    ...(subject.kind === 'card' && (there.limit ?? 0n) !== limit && { limit }),
  } as Wanted;
}

async function seen({ store }: Platform, change: Change): Promise<undefined> {
  await store.write([noMore(change)]);
}

async function later({ store, now }: Platform, change: Change): Promise<undefined> {
  const lookAt = now() + ON_ITS_WAY_MS;
  await store.write([lookWrite(change, { set: { lookAt, ...changeDue(change.changeId, lookAt) } })]);
}

const noMore = (change: Change): Write => lookWrite(change, { remove: ['lookAt', ...DUE_ATTRIBUTES] });

const lookWrite = ({ changeId, lookAt = 0 }: Change, change: object): Write => ({
  kind: 'update',
  table: 'orders',
  key: changeKey(changeId),
  ...change,
  when: [equals('lookAt', lookAt)],
  otherwise: () => new StaleDecision(),
});
