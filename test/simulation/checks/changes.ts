import { type Change, changeFrom } from '../../../shared/domain/issuing/changes/change.ts';
import type { Item } from '../../../shared/runtime/store/item.ts';
import { EXTERNAL } from '../simulated-deployment.ts';
import type { Simulation } from '../simulation.ts';

/**
 * The state of every card and group of the external issuer is, on both sides, the last one requested and not refused.
 * No accepted change stays open, no older change overwrites a newer one, and no replaced change was ever sent.
 */
export function changesAgree(simulation: Simulation, cards: readonly Item[], orders: readonly Item[]): void {
  const items = orders.filter(({ pk }) => String(pk).startsWith('change/'));
  const changes = items.map(changeFrom);
  noChangeIsOpen(simulation, items);
  replacedChangesWereNotSent(simulation, changes);
  const applied = changes
    .filter(({ state }) => state === 'applied')
    .sort((one, other) => one.version - other.version);
  for (const item of cards) {
    const [kind, id] = String(item['pk']).split('/');
    if (item['issuer'] !== EXTERNAL || (kind !== 'card' && kind !== 'group')) continue;
    const atIssuer = simulation.externalIssuer.subjects.find(item['issuerCardId'] ?? item['issuerGroupId']);
    const requested = applied.filter(({ subject }) => subject.id === id).map((change) => change.requested);
    const name = `${item['pk']}`;
    if (!atIssuer) simulation.violate(`${name} does not exist at its issuer`);
    else {
      assertSameOnBothSides(simulation, name, item, atIssuer);
      assertLastRequested(simulation, name, atIssuer, requested);
    }
  }
}

function noChangeIsOpen(simulation: Simulation, items: readonly Item[]): void {
  for (const { pk, state, userReqNo, dueAt } of items)
    if (state === 'open' || dueAt !== undefined)
      simulation.violate(`${pk} (${userReqNo}) is ${state} and open for ever`);
}

function replacedChangesWereNotSent(simulation: Simulation, changes: readonly Change[]): void {
  const { arrived } = simulation.externalIssuer.subjects;
  for (const { state, changeId } of changes)
    if (state === 'replaced' && arrived.has(changeId))
      simulation.violate(`change/${changeId} was replaced after it was sent`);
}

type SubjectAtIssuer = NonNullable<ReturnType<Simulation['externalIssuer']['subjects']['find']>>;

function assertSameOnBothSides(
  simulation: Simulation,
  name: string,
  { status, limit }: Item,
  atIssuer: SubjectAtIssuer,
): void {
  const isClosed = status === 'closed';
  if (isClosed !== simulation.externalIssuer.subjects.isClosed(atIssuer))
    simulation.violate(`${name} is ${status}, at its issuer ${JSON.stringify(atIssuer)}`);
  else if (!isClosed && (status === 'frozen' ? 0 : 1) !== atIssuer.status)
    simulation.violate(`${name} is ${status}, at its issuer ${atIssuer.status}`);
  if (!isClosed && Number(limit ?? 0) !== Math.round(atIssuer.limit * 100))
    simulation.violate(`${name} has limit ${limit}, at its issuer ${atIssuer.limit}`);
}

function assertLastRequested(
  simulation: Simulation,
  name: string,
  atIssuer: SubjectAtIssuer,
  requested: readonly Change['requested'][],
): void {
  const last = (field: 'status' | 'limit') =>
    requested
      .map((one) => one[field])
      .filter((one) => one !== undefined)
      .at(-1);
  if (atIssuer.closing?.succeeds) return;
  if ((last('status') ?? 1) !== atIssuer.status)
    simulation.violate(`${name} is ${atIssuer.status} at its issuer, ${last('status')} was requested last`);
  const limit = last('limit');
  if (limit !== undefined && Number(limit) !== Math.round(atIssuer.limit * 100))
    simulation.violate(`${name} has limit ${atIssuer.limit} at its issuer, ${limit} was requested last`);
}
