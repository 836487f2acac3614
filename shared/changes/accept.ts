import { newId } from '../platform/ids.ts';
import type { Call, Platform } from '../platform/platform.ts';
import { type Decision, StaleDecision } from '../requests/once.ts';
import { fingerprint, refusedUnder } from '../requests/request-number.ts';
import type { Item } from '../store/item.ts';
import { absent, type Condition, equals, type Write } from '../store/write.ts';
import {
  type Change,
  changeDue,
  changeIdOf,
  changeKey,
  findChange,
  readChanges,
  type Wanted,
} from './change.ts';
import type { Changing, WantedStatus } from './changing.ts';
import { refusalOf } from './refusal.ts';
import { type Subject, statusNamed, statusOf, subjectKey } from './subject.ts';

/** What a request number is answered with that a change was accepted for: its outcome is found by the id. */
export interface AcceptedChange {
  readonly changeId: string;
}

interface Asked {
  readonly operation: string;
  readonly content: { readonly userReqNo: string };
  readonly subject: Subject;
  readonly wanted: Wanted;
}

const stale = () => new StaleDecision();

/**
 * Accepts a merchant's change of a card or group at a platform below, before anything is said there: with its number, one
 * transaction makes its record and its place among the subject's changes. Those before it that were never sent and that it
 * makes pointless are replaced.
 *
 * @throws what the same request was refused with below, where newer changes came after it
 */
export async function changeBelow(
  { platform, merchant, correlationId }: Call,
  { operation, content, subject, wanted }: Asked,
): Promise<Decision<AcceptedChange>> {
  const { userNo } = merchant;
  const { userReqNo } = content;
  const request = { userNo, userReqNo, operation, content };
  const { refusedChange, refusedAt } = await refusedUnder(platform.store, request);
  const earlier = refusedChange === undefined ? undefined : await findChange(platform.store, refusedChange);
  if (earlier?.fingerprint === fingerprint(request) && subject.lastChange !== earlier.changeId)
    throw refusalOf(earlier);
  const asked = {
    userNo,
    userReqNo,
    fingerprint: fingerprint(request),
    correlationId,
    ...(refusedAt !== undefined && { numberRefusedAt: refusedAt }),
  };
  const { changeId, writes } = await acceptance(platform, subject, wanted, asked);
  return { answer: { changeId }, writes };
}

/** A change of the subject, from whomever, and the writes that accept it. StaleDecision where others changed it meanwhile. */
export async function acceptance(
  platform: Platform,
  subject: Subject,
  wanted: Wanted,
  asked: Pick<
    Change,
    'userNo' | 'userReqNo' | 'numberRefusedAt' | 'fingerprint' | 'correlationId' | 'corrections'
  >,
): Promise<AcceptedChange & { readonly writes: readonly Write[] }> {
  const createdAt = platform.now();
  const changeId = changeIdOf(newId(createdAt, platform.random));
  const open = await readChanges(platform.store, subject.openChanges ?? []);
  const replaced = open.filter((one) => one.sentAt === undefined && isCovered(one.wanted, wanted));
  const kept = open.filter((one) => !replaced.includes(one));
  const version = (subject.changesVersion ?? 0) + 1;
  const { kind, id } = subject;
  const change: Change = {
    ...asked,
    changeId,
    subject: { kind, id },
    version,
    wanted,
    state: 'open',
    createdAt,
  };
  const dueAt = createdAt + platform.graceMs;
  const item = { ...changeKey(changeId), ...change, ...(kept.length === 0 && changeDue(changeId, dueAt)) };
  const order = [...kept, change];
  const writes: Write[] = [
    { kind: 'put', table: 'orders', item, otherwise: stale },
    subjectWrite(subject, { lastChange: changeId }, order, subject.statusBelow ?? statusOf(subject)),
    ...replaced.map((one) => replacement(one, createdAt)),
    ...(kept[0] && replaced.length > 0 ? [dueWrite(kept[0], dueAt)] : []),
  ];
  return { changeId, writes };
}

/** Whether all that a change is to make different is to be different again by a newer one. */
const isCovered = (older: Wanted, newer: Wanted): boolean =>
  Object.keys(older).every((field) => newer[field as keyof Wanted] !== undefined);

const replacement = ({ changeId }: Change, finishedAt: number): Write => ({
  kind: 'update',
  table: 'orders',
  key: changeKey(changeId),
  set: { state: 'replaced', finishedAt },
  remove: ['dueShard', 'dueAt'],
  when: [equals('state', 'open'), absent('sentAt')],
  otherwise: stale,
});

/** The first of the open changes is due, and no other. */
export const dueWrite = ({ changeId }: Change, at: number): Write => ({
  kind: 'update',
  table: 'orders',
  key: changeKey(changeId),
  set: changeDue(changeId, at),
  when: [equals('state', 'open')],
  otherwise: stale,
});

/**
 * The subject with these changes open, in their order. Until they are settled it counts as frozen if it is so there, or
 * will be by any of them: what is not known to be enabled is not.
 */
export function subjectWrite(
  subject: Subject,
  set: Item & Pick<Changing, 'lastChange'>,
  open: readonly Change[],
  statusBelow: WantedStatus | undefined,
  remove: readonly string[] = [],
): Write {
  const isFrozen = statusBelow === 0 || open.some(({ wanted }) => wanted.status === 0);
  const isOver = statusOf(subject) === undefined;
  return {
    kind: 'update',
    table: 'cards',
    key: subjectKey(subject),
    set: {
      ...set,
      ...(!isOver && { status: statusNamed(subject, isFrozen ? 0 : 1) }),
      changesVersion: (subject.changesVersion ?? 0) + 1,
      ...(open.length > 0 && { openChanges: open.map(({ changeId }) => changeId), statusBelow }),
    },
    remove: [...remove, ...(open.length > 0 ? [] : ['openChanges', 'statusBelow'])],
    when: [equals('status', subject.status), versionIs(subject)],
    otherwise: stale,
  };
}

const versionIs = ({ changesVersion }: Subject): Condition =>
  changesVersion === undefined ? absent('changesVersion') : equals('changesVersion', changesVersion);
