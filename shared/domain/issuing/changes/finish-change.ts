import { MINUTE_MS } from '../../../runtime/duration.ts';
import { retryOnConflict, writeConflict } from '../../../runtime/idempotency/execute-once.ts';
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
 * How long an abandoned call may still take effect: signed requests are valid for five minutes. A change that was sent
 * more than once is rechecked after that.
 */
export const IN_FLIGHT_MS = 6 * MINUTE_MS;

/**
 * Settles the first of a subject's open changes: one transaction makes it final, updates the subject and makes the next
 * change due. Does nothing if it was settled concurrently, or while the card is being cancelled.
 */
export function finishChange(
  deps: Dependencies,
  { changeId, subject: of }: Change,
  outcome: KnownOutcome,
): Promise<void> {
  const { store } = deps;
  return retryOnConflict(async () => {
    const subject = await readSubject(store, of);
    const [change, ...rest] = await readChanges(store, subject.openChanges ?? []);
    if (change?.changeId !== changeId || subject.status === 'closing') return;
    if (isGivenUp(change, outcome))
      deps.alarm('a change is refused for good', { changeId, [of.kind]: of.id });
    await store.write(finalWrites(deps, subject, { change, outcome, rest }));
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
  const { requested, userReqNo, userNo, numberRefusedAt: refusedAt = deps.now() } = change;
  const before = subject.issuerStatus ?? freezeStateOf(subject);
  const set = isApplied ? subjectAttributes(requested) : {};
  const remove = isApplied && requested.limit === 0n ? ['limit'] : [];
  const statusAtIssuer = isApplied ? (requested.status ?? before) : before;
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
  const { changeId, isResent } = change;
  const finishedAt = deps.now();
  const wait = recheckDelayMs(change, outcome);
  const recheckAt = finishedAt + (wait ?? 0);
  return {
    kind: 'update',
    table: 'orders',
    key: changeKey(changeId),
    set: {
      state: outcome.state,
      finishedAt,
      ...(outcome.state === 'refused' && { refusal: outcome.code }),
      ...((wait !== undefined || isGivenUp(change, outcome)) && { recheckAt }),
      ...(wait !== undefined && changeDueAttributes(changeId, recheckAt)),
    },
    ...(wait === undefined && { remove: DUE_INDEX_ATTRIBUTES }),
    when: [equals('state', 'open'), isResent ? equals('isResent', true) : absent('isResent')],
    onConflict: writeConflict,
  };
}

/**
 * Returns the delay until the change is rechecked, or undefined for never. A refused correction is retried until the
 * delays are exhausted, and then only while one of its calls may still arrive.
 */
function recheckDelayMs({ isResent, corrections = -1 }: Change, { state }: KnownOutcome): number | undefined {
  if (state === 'refused' && corrections >= 0) {
    const wait = POLLING_DELAYS[corrections] ?? (isResent && POLLING_DELAYS.at(-1));
    return wait && wait * IN_FLIGHT_MS;
  }
  return isResent ? IN_FLIGHT_MS : undefined;
}

/** Whether a correction was refused too often. An alarm is raised, and an operator can request a recheck. */
const isGivenUp = ({ corrections = 0 }: Change, { state }: KnownOutcome): boolean =>
  state === 'refused' && corrections >= POLLING_DELAYS.length;
