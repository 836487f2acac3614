import { type PreparedChange, WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import { readRefusalRecord, requestFingerprint } from '../../../runtime/idempotency/idempotency-key.ts';
import { newId } from '../../../runtime/ids.ts';
import type { Item } from '../../../runtime/store/item.ts';
import { absent, type Condition, equals, type Write } from '../../../runtime/store/write.ts';
import type { Dependencies, MerchantCall } from '../../dependencies.ts';
import { type ChangeSubject, freezeStateOf, storedStatus, subjectKey } from '../model/change-subject.ts';
import type { ChangeTracking, FreezeState } from '../model/change-tracking.ts';
import {
  type Change,
  type ChangedFields,
  changeDueAttributes,
  changeIdOf,
  changeKey,
  findChange,
  readChanges,
} from './change.ts';
import { changeRefusal } from './change-refusal.ts';

/** What a request number is answered with that a change was accepted for: its outcome is found by the id. */
export interface AcceptedChange {
  readonly changeId: string;
}

interface MerchantChange {
  readonly operation: string;
  readonly content: { readonly userReqNo: string };
  readonly subject: ChangeSubject;
  readonly wanted: ChangedFields;
}

const conflict = () => new WriteConflict();

/**
 * Accepts a merchant's change of a card or group at a platform below, before anything is said there: with its number, one
 * transaction makes its record and its place among the subject's changes. Those before it that were never sent and that it
 * makes pointless are replaced.
 *
 * @throws what the same request was refused with below, where newer changes came after it
 */
export async function acceptChange(
  { deps, merchant, correlationId }: MerchantCall,
  { operation, content, subject, wanted }: MerchantChange,
): Promise<PreparedChange<AcceptedChange>> {
  const { userNo } = merchant;
  const { userReqNo } = content;
  const request = { userNo, userReqNo, operation, content };
  const { refusedChange, refusedAt } = await readRefusalRecord(deps.store, request);
  const earlier = refusedChange === undefined ? undefined : await findChange(deps.store, refusedChange);
  if (earlier?.fingerprint === requestFingerprint(request) && subject.lastChange !== earlier.changeId)
    throw changeRefusal(earlier);
  const origin = {
    userNo,
    userReqNo,
    fingerprint: requestFingerprint(request),
    correlationId,
    ...(refusedAt !== undefined && { numberRefusedAt: refusedAt }),
  };
  const { changeId, writes } = await draftChange(deps, subject, wanted, origin);
  return { result: { changeId }, writes };
}

/** A change of the subject, from whomever, and the writes that accept it. StaleDecision where others changed it meanwhile. */
export async function draftChange(
  deps: Dependencies,
  subject: ChangeSubject,
  wanted: ChangedFields,
  origin: Pick<
    Change,
    'userNo' | 'userReqNo' | 'numberRefusedAt' | 'fingerprint' | 'correlationId' | 'corrections'
  >,
): Promise<AcceptedChange & { readonly writes: readonly Write[] }> {
  const createdAt = deps.now();
  const changeId = changeIdOf(newId(createdAt, deps.random));
  const open = await readChanges(deps.store, subject.openChanges ?? []);
  const replaced = open.filter((one) => one.sentAt === undefined && isSuperseded(one.wanted, wanted));
  const remaining = open.filter((one) => !replaced.includes(one));
  const version = (subject.changesVersion ?? 0) + 1;
  const { kind, id } = subject;
  const change: Change = {
    ...origin,
    changeId,
    subject: { kind, id },
    version,
    wanted,
    state: 'open',
    createdAt,
  };
  const dueAt = createdAt + deps.graceMs;
  const item = {
    ...changeKey(changeId),
    ...change,
    ...(remaining.length === 0 && changeDueAttributes(changeId, dueAt)),
  };
  const queue = [...remaining, change];
  const writes: Write[] = [
    { kind: 'put', table: 'orders', item, onConflict: conflict },
    subjectUpdate(subject, { lastChange: changeId }, queue, subject.statusBelow ?? freezeStateOf(subject)),
    ...replaced.map((one) => replacementUpdate(one, createdAt)),
    ...(remaining[0] && replaced.length > 0 ? [dueUpdate(remaining[0], dueAt)] : []),
  ];
  return { changeId, writes };
}

/** Whether all that a change is to make different is to be different again by a newer one. */
const isSuperseded = (older: ChangedFields, newer: ChangedFields): boolean =>
  Object.keys(older).every((field) => newer[field as keyof ChangedFields] !== undefined);

const replacementUpdate = ({ changeId }: Change, finishedAt: number): Write => ({
  kind: 'update',
  table: 'orders',
  key: changeKey(changeId),
  set: { state: 'replaced', finishedAt },
  remove: ['dueShard', 'dueAt'],
  when: [equals('state', 'open'), absent('sentAt')],
  onConflict: conflict,
});

/** The first of the open changes is due, and no other. */
export const dueUpdate = ({ changeId }: Change, at: number): Write => ({
  kind: 'update',
  table: 'orders',
  key: changeKey(changeId),
  set: changeDueAttributes(changeId, at),
  when: [equals('state', 'open')],
  onConflict: conflict,
});

/**
 * The subject with these changes open, in their order. Until they are settled it counts as frozen if it is so there, or
 * will be by any of them: what is not known to be enabled is not.
 */
export function subjectUpdate(
  subject: ChangeSubject,
  set: Item & Pick<ChangeTracking, 'lastChange'>,
  open: readonly Change[],
  statusAtIssuer: FreezeState | undefined,
  remove: readonly string[] = [],
): Write {
  const isFrozen = statusAtIssuer === 0 || open.some(({ wanted }) => wanted.status === 0);
  const isOver = freezeStateOf(subject) === undefined;
  return {
    kind: 'update',
    table: 'cards',
    key: subjectKey(subject),
    set: {
      ...set,
      ...(!isOver && { status: storedStatus(subject, isFrozen ? 0 : 1) }),
      changesVersion: (subject.changesVersion ?? 0) + 1,
      ...(open.length > 0 && {
        openChanges: open.map(({ changeId }) => changeId),
        statusBelow: statusAtIssuer,
      }),
    },
    remove: [...remove, ...(open.length > 0 ? [] : ['openChanges', 'statusBelow'])],
    when: [equals('status', subject.status), versionUnchanged(subject)],
    onConflict: conflict,
  };
}

const versionUnchanged = ({ changesVersion }: ChangeSubject): Condition =>
  changesVersion === undefined ? absent('changesVersion') : equals('changesVersion', changesVersion);
