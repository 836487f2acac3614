import type { Change } from '../changes/change.ts';
import type { Changing, WantedStatus } from '../changes/changing.ts';
import { EMBEDDED, type IssuerName } from '../issuer/issuer-name.ts';
import type { OpeningOrder, Order } from '../orders/order.ts';
import type { Books } from './books.ts';
import { type Check, checkEach, unless, unlessSame } from './check.ts';

/** A card or group at a platform below, as far as it is changed there. */
interface Subject extends Changing {
  readonly what: string;
  readonly issuer: IssuerName;
  readonly status: string;
  readonly limit?: bigint;
}

/** What is kept at a platform below is what its changes made of it, and knows those that are open. */
export function changesAreMade({ cards, groups, orders, changes }: Books): Check {
  const bySubject = Map.groupBy(changes, ({ subject }) => `${subject.kind} ${subject.id}`);
  const openings = new Map(orders.map((order) => [`card ${order.orderId}`, order]));
  const subjects: Subject[] = [
    ...[...cards.values()].map((card) => ({ ...card, what: `card ${card.cardId}` })),
    ...[...groups.values()].map((group) => ({ ...group, what: `group ${group.groupId}` })),
  ];
  const below = subjects.filter(({ issuer, what }) => issuer !== EMBEDDED || bySubject.has(what));
  return checkEach('what is kept below is what its changes made of it', below, (subject) =>
    unlikeChanges(subject, bySubject.get(subject.what) ?? [], openings.get(subject.what)),
  );
}

function unlikeChanges(subject: Subject, changes: readonly Change[], opening: Order | undefined): string[] {
  const inOrder = changes.toSorted((one, other) => one.version - other.version);
  const open = inOrder.filter(({ state }) => state === 'open');
  const applied = inOrder.filter(({ state }) => state === 'applied').map(({ wanted }) => wanted);
  const below = applied.findLast(({ status }) => status !== undefined)?.status ?? 1;
  const limit = applied.findLast((wanted) => wanted.limit !== undefined)?.limit ?? ownLimit(opening);
  const settled = inOrder.filter(({ state }) => state === 'applied' || state === 'refused');
  return [
    ...unlessSame(subject.what, subject, 'its changes', {
      openChanges: open.length === 0 ? undefined : open.map(({ changeId }) => changeId),
      lastChange: inOrder.at(-1)?.changeId,
      changesVersion: inOrder.length === 0 ? undefined : inOrder.length + settled.length,
      statusBelow: open.length === 0 ? undefined : below,
      limit: limit === 0n ? undefined : limit,
    }),
    ...unlikeStatus(subject, below, open),
  ];
}

/** What a supplementary card was opened with. */
const ownLimit = (order: Order | undefined): bigint | undefined =>
  (order as OpeningOrder | undefined)?.opening && order?.groupId !== undefined ? order.amount : undefined;

/** It counts as frozen if it is so there, or will be by any of what is open; one that is ending is neither. */
function unlikeStatus({ what, status }: Subject, below: WantedStatus, open: readonly Change[]): string[] {
  if (status === 'closed' || status === 'closing') return [];
  const isFrozen = below === 0 || open.some(({ wanted }) => wanted.status === 0);
  return unless(`${what}: frozen`, status === 'frozen', 'its changes', isFrozen);
}
