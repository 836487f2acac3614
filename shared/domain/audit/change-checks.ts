import { EMBEDDED, type IssuerName } from '../issuer-name.ts';
import type { Change } from '../issuing/changes/change.ts';
import type { ChangeTracking, FreezeState } from '../issuing/model/change-tracking.ts';
import type { OpeningOrder, Order } from '../issuing/model/order.ts';
import { type CheckResult, checkEach, fieldMismatches, mismatch } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

/** A card or group with what changes at its external issuer affect. */
interface ChangedSubject extends ChangeTracking {
  readonly what: string;
  readonly issuer: IssuerName;
  readonly status: string;
  readonly limit?: bigint;
}

/** Checks that every card and group at an external issuer is what its changes made of it, and lists the open ones. */
export function issuerStatesMatchChanges({ cards, groups, orders, changes }: AuditSnapshot): CheckResult {
  const bySubject = Map.groupBy(changes, ({ subject }) => `${subject.kind} ${subject.id}`);
  const openings = new Map(orders.map((order) => [`card ${order.orderId}`, order]));
  const subjects: ChangedSubject[] = [
    ...[...cards.values()].map((card) => ({ ...card, what: `card ${card.cardId}` })),
    ...[...groups.values()].map((group) => ({ ...group, what: `group ${group.groupId}` })),
  ];
  const external = subjects.filter(({ issuer, what }) => issuer !== EMBEDDED || bySubject.has(what));
  return checkEach('everything at an external issuer matches its changes', external, (subject) =>
    changeMismatches(subject, bySubject.get(subject.what) ?? [], openings.get(subject.what)),
  );
}

function changeMismatches(
  subject: ChangedSubject,
  changes: readonly Change[],
  opening: Order | undefined,
): string[] {
  const inOrder = changes.toSorted((one, other) => one.version - other.version);
  const open = inOrder.filter(({ state }) => state === 'open');
  const applied = inOrder.filter(({ state }) => state === 'applied').map(({ requested }) => requested);
  const statusAtIssuer = applied.findLast(({ status }) => status !== undefined)?.status ?? 1;
  const limit =
    applied.findLast((requested) => requested.limit !== undefined)?.limit ?? openingLimit(opening);
  const settled = inOrder.filter(({ state }) => state === 'applied' || state === 'refused');
  return [
    ...fieldMismatches(subject.what, subject, 'its changes', {
      openChanges: open.length === 0 ? undefined : open.map(({ changeId }) => changeId),
      lastChange: inOrder.at(-1)?.changeId,
      changesVersion: inOrder.length === 0 ? undefined : inOrder.length + settled.length,
      issuerStatus: open.length === 0 ? undefined : statusAtIssuer,
      limit: limit === 0n ? undefined : limit,
    }),
    ...statusMismatch(subject, statusAtIssuer, open),
  ];
}

/** The limit that a supplementary card was opened with. */
const openingLimit = (order: Order | undefined): bigint | undefined =>
  (order as OpeningOrder | undefined)?.opening && order?.groupId !== undefined ? order.amount : undefined;

// Frozen means frozen at the issuer, or about to be by an open change. A closed or closing card is neither.
function statusMismatch(
  { what, status }: ChangedSubject,
  statusAtIssuer: FreezeState,
  open: readonly Change[],
): string[] {
  if (status === 'closed' || status === 'closing') return [];
  const isFrozen = statusAtIssuer === 0 || open.some(({ requested }) => requested.status === 0);
  return mismatch(`${what}: frozen`, status === 'frozen', 'its changes', isFrozen);
}
