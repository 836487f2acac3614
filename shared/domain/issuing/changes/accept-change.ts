import { type PreparedChange, writeConflict } from '../../../runtime/idempotency/execute-once.ts';
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

/** The stored result of a request whose change was accepted. The id leads to its outcome. */
export interface AcceptedChange {
  readonly changeId: string;
}

/** A merchant's change of a card or group at an external issuer. */
export interface MerchantChange {
  readonly operation: string;
  readonly content: { readonly userReqNo: string };
  readonly subject: ChangeSubject;
  readonly requested: ChangedFields;
}

/**
 * Accepts a merchant's change of a card or group at an external issuer, before anything is sent. One transaction claims
 * the request number, stores the change and queues it behind the subject's open changes. Earlier changes that were
 * never sent and are fully overridden by it are replaced.
 *
 * @throws ContractError when the issuer refused the same request before and newer changes have followed: the same error
 */
export async function acceptChange(
  { deps, merchant, correlationId }: MerchantCall,
  { operation, content, subject, requested }: MerchantChange,
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
  const { changeId, writes } = await draftChange(deps, subject, requested, origin);
  return { result: { changeId }, writes };
}

/**
 * Drafts a change of the subject, by a merchant or by ourselves, and returns the writes that accept it. They fail with
 * WriteConflict when the subject or its changes are modified concurrently.
 */
export async function draftChange(
  deps: Dependencies,
  subject: ChangeSubject,
  requested: ChangedFields,
  origin: Pick<
    Change,
    'userNo' | 'userReqNo' | 'numberRefusedAt' | 'fingerprint' | 'correlationId' | 'corrections'
  >,
): Promise<AcceptedChange & { readonly writes: readonly Write[] }> {
  const createdAt = deps.now();
  const changeId = changeIdOf(newId(createdAt, deps.random));
  const open = await readChanges(deps.store, subject.openChanges ?? []);
  const replaced = open.filter((one) => one.sentAt === undefined && isSuperseded(one.requested, requested));
  const remaining = open.filter((one) => !replaced.includes(one));
  const version = (subject.changesVersion ?? 0) + 1;
  const { kind, id } = subject;
  const change: Change = {
    ...origin,
    changeId,
    subject: { kind, id },
    version,
    requested,
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
    { kind: 'put', table: 'orders', item, onConflict: writeConflict },
    subjectUpdate(subject, { lastChange: changeId }, queue, subject.issuerStatus ?? freezeStateOf(subject)),
    ...replaced.map((one) => replacementUpdate(one, createdAt)),
    ...(remaining[0] && replaced.length > 0 ? [dueUpdate(remaining[0], dueAt)] : []),
  ];
  return { changeId, writes };
}

/** Whether a newer change sets every field that an older one sets. */
const isSuperseded = (older: ChangedFields, newer: ChangedFields): boolean =>
  Object.keys(older).every((field) => newer[field as keyof ChangedFields] !== undefined);

const replacementUpdate = ({ changeId }: Change, finishedAt: number): Write => ({
  kind: 'update',
  table: 'orders',
  key: changeKey(changeId),
  set: { state: 'replaced', finishedAt },
  remove: ['dueShard', 'dueAt'],
  when: [equals('state', 'open'), absent('sentAt')],
  onConflict: writeConflict,
});

/** Makes a change due. Only the first of a subject's open changes is. */
export const dueUpdate = ({ changeId }: Change, at: number): Write => ({
  kind: 'update',
  table: 'orders',
  key: changeKey(changeId),
  set: changeDueAttributes(changeId, at),
  when: [equals('state', 'open')],
  onConflict: writeConflict,
});

/**
 * Updates the subject with its open changes, in order. Until they are settled, it counts as frozen if it is frozen at
 * the issuer or any of them freezes it: it is enabled only when that is certain.
 */
export function subjectUpdate(
  subject: ChangeSubject,
  set: Item & Pick<ChangeTracking, 'lastChange'>,
  open: readonly Change[],
  statusAtIssuer: FreezeState | undefined,
  remove: readonly string[] = [],
): Write {
  const isFrozen = statusAtIssuer === 0 || open.some(({ requested }) => requested.status === 0);
  const isClosedOrClosing = freezeStateOf(subject) === undefined;
  return {
    kind: 'update',
    table: 'cards',
    key: subjectKey(subject),
    set: {
      ...set,
      ...(!isClosedOrClosing && { status: storedStatus(subject.kind, isFrozen ? 0 : 1) }),
      changesVersion: (subject.changesVersion ?? 0) + 1,
      ...(open.length > 0 && {
        openChanges: open.map(({ changeId }) => changeId),
        issuerStatus: statusAtIssuer,
      }),
    },
    remove: open.length > 0 ? remove : [...remove, 'openChanges', 'issuerStatus'],
    when: [equals('status', subject.status), versionUnchanged(subject)],
    onConflict: writeConflict,
  };
}

const versionUnchanged = ({ changesVersion }: ChangeSubject): Condition =>
  changesVersion === undefined ? absent('changesVersion') : equals('changesVersion', changesVersion);
