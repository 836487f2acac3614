import { retryOnConflict, WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import { idempotencyReleaseUpdate } from '../../../runtime/idempotency/idempotency-key.ts';
import { DUE_INDEX_ATTRIBUTES } from '../../../runtime/queue/due-index.ts';
import { POLLING_DELAYS } from '../../../runtime/queue/polling-delays.ts';
import type { Item } from '../../../runtime/store/item.ts';
import { absent, equals, type Write } from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import { type ChangeSubject, freezeStateOf, readSubject } from '../model/change-subject.ts';
import type { ChangeOutcome } from '../model/issuer.ts';
import { dueUpdate, subjectUpdate } from './accept-change.ts';
import { type Change, type ChangedFields, changeDueAttributes, changeKey, readChanges } from './change.ts';

type KnownOutcome = Exclude<ChangeOutcome, { state: 'unknown' }>;

/**
 * How long a call that was given up may still be on its way: signed requests are good for five minutes. What was sent more
 * than once is looked at again after that.
 */
export const IN_FLIGHT_MS = 6 * 60_000;

/**
 * Gives the first of a subject's open changes its outcome: it becomes final, the subject what it is then, and the next one
 * is due, in one transaction. Settling what others settled changes nothing. False while the card is being cancelled.
 */
export function finishChange(
  deps: Dependencies,
  { changeId, subject: of }: Change,
  outcome: KnownOutcome,
): Promise<boolean> {
  const { store } = deps;
  return retryOnConflict(async () => {
    const subject = await readSubject(store, of);
    const [change, ...rest] = await readChanges(store, subject.openChanges ?? []);
    if (change?.changeId !== changeId) return true;
    if (subject.status === 'closing') return false;
    if (isGivenUp(change, outcome))
      deps.alarm('a change below is refused for good', { changeId, [of.kind]: of.id });
    await store.write(finalWrites(deps, subject, { change, outcome, rest }));
    return true;
  });
}

interface FinishedChange {
  readonly change: Change;
  readonly outcome: KnownOutcome;
  readonly rest: readonly Change[];
}

function finalWrites(
  deps: Dependencies,
  subject: ChangeSubject,
  { change, outcome, rest }: FinishedChange,
): Write[] {
  const isApplied = outcome.state === 'applied';
  const { wanted, userReqNo, userNo, numberRefusedAt: refusedAt = deps.now() } = change;
  const before = subject.statusBelow ?? freezeStateOf(subject);
  const set = isApplied ? subjectAttributes(wanted) : {};
  const remove = isApplied && wanted.limit === 0n ? ['limit'] : [];
  const statusAtIssuer = isApplied ? (wanted.status ?? before) : before;
  const [next] = rest;
  return [
    changeUpdate(deps, change, outcome),
    subjectUpdate(subject, set, rest, statusAtIssuer, remove),
    ...(next ? [dueUpdate(next, deps.now() + deps.graceMs)] : []),
    ...(isApplied || userReqNo === undefined
      ? []
      : [idempotencyReleaseUpdate({ userNo, userReqNo }, { refusedChange: change.changeId, refusedAt })]),
  ];
}

const subjectAttributes = ({ limit, alias, label }: ChangedFields): Item => ({
  ...((limit ?? 0n) > 0n && { limit }),
  ...(alias !== undefined && { alias }),
  ...(label !== undefined && { label }),
});

function changeUpdate(deps: Dependencies, change: Change, outcome: KnownOutcome): Write {
  const { changeId, isDoubted } = change;
  const finishedAt = deps.now();
  const wait = recheckDelayMs(change, outcome);
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
      ...(wait !== undefined && changeDueAttributes(changeId, lookAt)),
    },
    remove: wait === undefined ? DUE_INDEX_ATTRIBUTES : [],
    when: [equals('state', 'open'), isDoubted ? equals('isDoubted', true) : absent('isDoubted')],
    onConflict: () => new WriteConflict(),
  };
}

/**
 * How long to wait until it is looked at again, if ever: what corrects is not given up because it is refused once. After the
 * last of these waits it is, unless one of the calls may still arrive.
 */
function recheckDelayMs(
  { isDoubted, corrections = -1 }: Change,
  { state }: KnownOutcome,
): number | undefined {
  if (state === 'refused' && corrections >= 0) {
    const wait = POLLING_DELAYS[corrections] ?? (isDoubted && POLLING_DELAYS.at(-1));
    return wait && wait * IN_FLIGHT_MS;
  }
  return isDoubted ? IN_FLIGHT_MS : undefined;
}

/** What corrects was refused too often: a person is called, and can have it looked at. */
const isGivenUp = ({ corrections = -1 }: Change, { state }: KnownOutcome): boolean =>
  state === 'refused' && corrections >= POLLING_DELAYS.length;
