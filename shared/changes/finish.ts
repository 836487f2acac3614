import type { ChangeOutcome } from '../issuer/issuer.ts';
import { WAITS } from '../orders/polling-delays.ts';
import { DUE_ATTRIBUTES } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision, untilFresh } from '../requests/once.ts';
import { freeRequestNumber } from '../requests/request-number.ts';
import type { Item } from '../store/item.ts';
import { absent, equals, type Write } from '../store/write.ts';
import { dueWrite, subjectWrite } from './accept.ts';
import { type Change, changeDue, changeKey, readChanges, type Wanted } from './change.ts';
import { readSubject, type Subject, statusOf } from './subject.ts';

type Known = Exclude<ChangeOutcome, { state: 'unknown' }>;

/**
 * How long a call that was given up may still be on its way: signed requests are good for five minutes. What was sent more
 * than once is looked at again after that.
 */
export const ON_ITS_WAY_MS = 6 * 60_000;

/**
 * Gives the first of a subject's open changes its outcome: it becomes final, the subject what it is then, and the next one
 * is due, in one transaction. Settling what others settled changes nothing. False while the card is being cancelled.
 */
export function finishChange(
  platform: Platform,
  { changeId, subject: of }: Change,
  outcome: Known,
): Promise<boolean> {
  const { store } = platform;
  return untilFresh(async () => {
    const subject = await readSubject(store, of);
    const [change, ...rest] = await readChanges(store, subject.openChanges ?? []);
    if (change?.changeId !== changeId) return true;
    if (subject.status === 'closing') return false;
    if (isGivenUp(change, outcome))
      platform.alarm('a change below is refused for good', { changeId, [of.kind]: of.id });
    await store.write(finalWrites(platform, subject, { change, outcome, rest }));
    return true;
  });
}

interface Finished {
  readonly change: Change;
  readonly outcome: Known;
  readonly rest: readonly Change[];
}

function finalWrites(platform: Platform, subject: Subject, { change, outcome, rest }: Finished): Write[] {
  const isApplied = outcome.state === 'applied';
  const { wanted, userReqNo, userNo, numberRefusedAt: refusedAt = platform.now() } = change;
  const before = subject.statusBelow ?? statusOf(subject);
  const set = isApplied ? attributesOf(wanted) : {};
  const remove = isApplied && wanted.limit === 0n ? ['limit'] : [];
  const statusBelow = isApplied ? (wanted.status ?? before) : before;
  const [next] = rest;
  return [
    changeWrite(platform, change, outcome),
    subjectWrite(subject, set, rest, statusBelow, remove),
    ...(next ? [dueWrite(next, platform.now() + platform.graceMs)] : []),
    ...(isApplied || userReqNo === undefined
      ? []
      : [freeRequestNumber({ userNo, userReqNo }, { refusedChange: change.changeId, refusedAt })]),
  ];
}

const attributesOf = ({ limit, alias, label }: Wanted): Item => ({
  ...((limit ?? 0n) > 0n && { limit }),
  ...(alias !== undefined && { alias }),
  ...(label !== undefined && { label }),
});

function changeWrite(platform: Platform, change: Change, outcome: Known): Write {
  const { changeId, isDoubted } = change;
  const finishedAt = platform.now();
  const wait = waitUntilLooked(change, outcome);
  const lookAt = finishedAt + (wait ?? 0);
  return {
    kind: 'update',
    table: 'orders',
    key: changeKey(changeId),
    set: {
      state: outcome.state,
      finishedAt,
      ...(outcome.state === 'refused' && { refusal: outcome.code }),
      ...((wait !== undefined || isGivenUp(change, outcome)) && { lookAt }),
      ...(wait !== undefined && changeDue(changeId, lookAt)),
    },
    remove: wait === undefined ? DUE_ATTRIBUTES : [],
    when: [equals('state', 'open'), isDoubted ? equals('isDoubted', true) : absent('isDoubted')],
    otherwise: () => new StaleDecision(),
  };
}

/**
 * How long to wait until it is looked at again, if ever: what corrects is not given up because it is refused once. After the
 * last of these waits it is, unless one of the calls may still arrive.
 */
function waitUntilLooked({ isDoubted, corrections = -1 }: Change, { state }: Known): number | undefined {
  if (state === 'refused' && corrections >= 0) {
    const wait = WAITS[corrections] ?? (isDoubted && WAITS.at(-1));
    return wait && wait * ON_ITS_WAY_MS;
  }
  return isDoubted ? ON_ITS_WAY_MS : undefined;
}

/** What corrects was refused too often: a person is called, and can have it looked at. */
const isGivenUp = ({ corrections = -1 }: Change, { state }: Known): boolean =>
  state === 'refused' && corrections >= WAITS.length;
