import { upstreamOf } from '../issuer/find.ts';
import type { StateBelow } from '../issuer/issuer.ts';
import { DUE_ATTRIBUTES, doubledWait } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision, untilFresh } from '../requests/once.ts';
import { equals, type Write } from '../store/write.ts';
import { acceptance } from './accept.ts';
import { type Change, changeDue, changeKey, findChange, type Wanted } from './change.ts';
import { ON_ITS_WAY_MS } from './finish.ts';
import { readSubject, type Subject, statusOf } from './subject.ts';

/** The longest wait between two looks at a platform below that is silent. */
const LONGEST_WAIT_MS = 3 * 3_600_000;

/** After so many looks in vain, which is half a day, a person is called. It is looked at all the same. */
const LOOKS_IN_VAIN = 9;

/**
 * Looks whether the card or group is there what it is here, once nothing that was sent for the change can arrive any more.
 * Where a late call undid something, a new change is accepted that asks for what it should be. Does nothing before that is
 * due, or an operator asks after a look in vain. Answers the new change's id, undefined when there is none.
 */
export function lookAgain(
  platform: Platform,
  changeId: string,
  isAsked = false,
): Promise<string | undefined> {
  return untilFresh(async () => {
    const change = await findChange(platform.store, changeId);
    if (change?.lookAt === undefined) return undefined;
    const isDue = change.lookAt <= platform.now() || (isAsked && change.looks !== undefined);
    return isDue ? looked(platform, change) : undefined;
  });
}

/** Where the platform itself fails, the next look is planned as well: nothing is looked at for ever at the pace of the sweep. */
async function looked(platform: Platform, change: Change): Promise<string | undefined> {
  try {
    return await corrected(platform, change);
  } catch (error) {
    // Says nothing of its own failure: what came first is what matters.
    if (!(error instanceof StaleDecision)) await later(platform, change).catch(() => undefined);
    throw error;
  }
}

/** Ends the looking at a change by an operator's word. StaleDecision where it was looked at meanwhile. */
export async function endLooking({ store }: Platform, change: Change, endedBy: string): Promise<void> {
  await store.write([noMore(change, { endedBy })]);
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

/** Plans the next look, each after twice the wait of the one before. */
async function later(platform: Platform, change: Change): Promise<undefined> {
  const { changeId, subject } = change;
  const looks = (change.looks ?? 0) + 1;
  const lookAt = platform.now() + doubledWait(ON_ITS_WAY_MS, looks - 1, LONGEST_WAIT_MS);
  if (looks === LOOKS_IN_VAIN)
    platform.alarm('a change below cannot be looked at', { changeId, [subject.kind]: subject.id });
  await platform.store.write([lookWrite(change, { set: { looks, lookAt, ...changeDue(changeId, lookAt) } })]);
}

const noMore = (change: Change, set?: object): Write =>
  lookWrite(change, { ...(set && { set }), remove: ['lookAt', 'looks', ...DUE_ATTRIBUTES] });

const lookWrite = ({ changeId, lookAt = 0 }: Change, change: object): Write => ({
  kind: 'update',
  table: 'orders',
  key: changeKey(changeId),
  ...change,
  when: [equals('lookAt', lookAt)],
  otherwise: () => new StaleDecision(),
});
