import { type Change, changeFrom } from '../../../shared/changes/change.ts';
import type { Item } from '../../../shared/store/item.ts';
import type { Simulation } from '../simulation.ts';
import { BELOW } from '../world.ts';

/**
 * Every card and group below is on both sides what was asked for last, of what was not refused; nothing that was accepted
 * is open for ever, nothing older came after it, and nothing that was replaced was ever sent.
 */
export function changesAgree(simulation: Simulation, cards: readonly Item[], orders: readonly Item[]): void {
  const items = orders.filter(({ pk }) => String(pk).startsWith('change/'));
  const changes = items.map(changeFrom);
  nothingIsOpen(simulation, items);
  replacedWereNotSent(simulation, changes);
  const applied = changes
    .filter(({ state }) => state === 'applied')
    .sort((one, other) => one.version - other.version);
  for (const item of cards) {
    const [kind, id] = String(item['pk']).split('/');
    if (item['issuer'] !== BELOW || (kind !== 'card' && kind !== 'group')) continue;
    const there = simulation.below.subjects.at(item['issuerCardId'] ?? item['issuerGroupId']);
    const wanted = applied.filter(({ subject }) => subject.id === id).map((change) => change.wanted);
    const name = `${item['pk']}`;
    if (!there) simulation.violate(`${name} is not below`);
    else {
      isSame(simulation, name, item, there);
      wasAskedFor(simulation, name, there, wanted);
    }
  }
}

function nothingIsOpen(simulation: Simulation, items: readonly Item[]): void {
  for (const { pk, state, userReqNo, dueAt } of items)
    if (state === 'open' || dueAt !== undefined)
      simulation.violate(`${pk} (${userReqNo}) is ${state} and open for ever`);
}

function replacedWereNotSent(simulation: Simulation, changes: readonly Change[]): void {
  const { arrived } = simulation.below.subjects;
  for (const { state, changeId } of changes)
    if (state === 'replaced' && arrived.has(changeId))
      simulation.violate(`change/${changeId} was replaced after it was sent`);
}

type There = NonNullable<ReturnType<Simulation['below']['subjects']['at']>>;

function isSame(simulation: Simulation, name: string, { status, limit }: Item, there: There): void {
  const isClosed = status === 'closed';
  if (isClosed !== simulation.below.subjects.isClosed(there))
    simulation.violate(`${name} is ${status}, below it is ${JSON.stringify(there)}`);
  else if (!isClosed && (status === 'frozen' ? 0 : 1) !== there.status)
    simulation.violate(`${name} is ${status}, below it is ${there.status}`);
  if (!isClosed && Number(limit ?? 0) !== Math.round(there.limit * 100))
    simulation.violate(`${name} has limit ${limit}, below it is ${there.limit}`);
}

function wasAskedFor(
  simulation: Simulation,
  name: string,
  there: There,
  wanted: readonly Change['wanted'][],
): void {
  const last = (field: 'status' | 'limit') =>
    wanted
      .map((one) => one[field])
      .filter((one) => one !== undefined)
      .at(-1);
  if (there.closing?.succeeds) return;
  if ((last('status') ?? 1) !== there.status)
    simulation.violate(`${name} is ${there.status} below, ${last('status')} was asked for last`);
  const limit = last('limit');
  if (limit !== undefined && Number(limit) !== Math.round(there.limit * 100))
    simulation.violate(`${name} has limit ${there.limit} below, ${limit} was asked for last`);
}
