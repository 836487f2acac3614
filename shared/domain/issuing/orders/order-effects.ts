import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../../runtime/store/item.ts';
import {
  atMost,
  type Condition,
  conflictErrorFor,
  matchesConditions,
  type Update,
  type Write,
} from '../../../runtime/store/write.ts';
import type { Account } from '../../money/ledger/account.ts';
import { type BalanceGuard, type ForcedDebitGuard, guardOfEachAccount } from '../../money/ledger/entry.ts';
import { balanceChangeOf, netPostings, type Posting } from '../../money/ledger/posting.ts';

type Guard = BalanceGuard | ForcedDebitGuard;

/** What one step of an order changes besides the order itself. */
export interface OrderEffects {
  readonly postings: readonly Posting[];
  readonly guards?: readonly Guard[];
  readonly writes?: readonly Write[];
}

/** A change of one item. */
type Change = Pick<Update, 'set' | 'add' | 'remove' | 'when'>;

/** Two steps cannot be one transaction: always a defect in the code. */
export class StepsContradict extends Error {
  override readonly name = 'StepsContradict';
}

/**
 * Returns the effects of two steps as those of one: the net postings, and one guard or write for each item. Conditions
 * of the second step hold after the first.
 *
 * @throws StepsContradict when the first step makes a condition of the second impossible, or writes an item twice
 * @throws GuardRepeated when the first step has two guards of an account
 */
export function inOneStep(first: OrderEffects, second: OrderEffects): OrderEffects {
  return {
    postings: netPostings([...first.postings, ...second.postings]),
    guards: mergedGuards(first, second),
    writes: mergedWrites(first.writes ?? [], second.writes ?? []),
  };
}

/** Combines the guards of one account, whose conditions all hold before the step. */
export function guardsByAccount(guards: readonly Guard[]): Guard[] {
  return mergedGuards({ postings: [] }, { postings: [], guards });
}

function mergedGuards(first: OrderEffects, { guards = [] }: OrderEffects): Guard[] {
  const merged = guardOfEachAccount(first.guards ?? []);
  for (const guard of guards) merged.set(guard.account, joined(merged, guard, first));
  return [...merged.values()];
}

/** The guard of a step that follows `before`, together with the guard that its account has already. */
function joined(
  guards: ReadonlyMap<Account, Guard>,
  guard: Guard,
  before: Pick<OrderEffects, 'postings'>,
): Guard {
  const { account } = guard;
  const earlier = guards.get(account);
  const change: Change = { ...earlier, add: { ...balanceChangeOf(before, account) } };
  const { add: _, ...combined } = following(change, guard);
  return {
    ...withoutChange({ ...earlier, ...guard }),
    ...combined,
    onConflict: (current) => earlier?.onConflict(current) ?? guard.onConflict(after(change, current)),
  };
}

function mergedWrites(first: readonly Write[], second: readonly Write[]): Write[] {
  const merged = new Map(first.map((write) => [itemOf(write), write]));
  if (merged.size < first.length) throw new StepsContradict('the first step writes an item twice');
  for (const write of second) {
    const earlier = merged.get(itemOf(write));
    merged.set(itemOf(write), earlier ? mergedWrite(earlier, write) : write);
  }
  return [...merged.values()];
}

const itemOf = (write: Write): string => {
  const { pk, sk = '' } = write.kind === 'put' ? write.item : write.key;
  return `${write.table} ${pk} ${sk}`;
};

function mergedWrite(first: Write, second: Write): Update {
  if (first.kind !== 'update' || second.kind !== 'update')
    throw new StepsContradict(`a ${first.kind} and a ${second.kind} of ${itemOf(first)}`);
  return {
    ...withoutChange(first),
    ...following(first, second),
    onConflict: (current) =>
      matchesConditions(current ?? {}, first.when ?? [])
        ? conflictErrorFor(second, after(first, current))
        : conflictErrorFor(first, current),
  };
}

/** What a guard or write has besides its change. */
function withoutChange<Changing extends Change>({ set, add, remove, when, ...rest }: Changing) {
  return rest;
}

/** The change that makes both, with the conditions under which the second can follow the first. */
function following(first: Change, second: Change): Change {
  const when = [...(first.when ?? [])];
  for (const condition of second.when ?? []) {
    const before = conditionBefore(first, condition);
    if (before && !when.some((one) => isDeepStrictEqual(one, before))) when.push(before);
  }
  const removed = new Set(second.remove);
  const remaining = Object.entries(first.set ?? {}).filter(([attribute]) => !removed.has(attribute));
  const set: Item = { ...Object.fromEntries(remaining), ...second.set };
  const remove = [...new Set([...(first.remove ?? []), ...removed])].filter((name) => !(name in set));
  const add = sums(first.add, second.add);
  return {
    ...(when.length > 0 && { when }),
    ...(Object.keys(set).length > 0 && { set }),
    ...(Object.keys(add).length > 0 && { add }),
    ...(remove.length > 0 && { remove }),
  };
}

/** What must be true before the change for the condition to hold after it; undefined when the change ensures it. */
function conditionBefore({ set = {}, add = {}, remove = [] }: Change, condition: Condition) {
  const { attribute } = condition;
  if (attribute in set || remove.includes(attribute)) {
    if (matchesConditions(set, [condition])) return undefined;
    throw new StepsContradict(`${attribute} after the first step`);
  }
  const by = BigInt(add[attribute] ?? 0n);
  if (by === 0n || !('value' in condition)) return condition;
  const value = BigInt(condition.value) - by;
  // What does not exist is zero once something is added to it.
  if (condition.kind === 'atMost' && value < 0n) return atMost(attribute, value);
  return { ...condition, value } as Condition;
}

/** The item as the change leaves it. */
function after({ set = {}, add = {}, remove = [] }: Change, current: Item | undefined): Item {
  const added = Object.entries(add).map(([attribute, by]) => [
    attribute,
    BigInt((current?.[attribute] ?? 0) as number | bigint) + BigInt(by),
  ]);
  const item = { ...current, ...set, ...Object.fromEntries(added) };
  return Object.fromEntries(Object.entries(item).filter(([attribute]) => !remove.includes(attribute)));
}

function sums(one: Update['add'] = {}, other: Update['add'] = {}): Record<string, bigint | number> {
  const total: Record<string, bigint | number> = { ...one };
  for (const [attribute, by] of Object.entries(other))
    total[attribute] = attribute in total ? BigInt(total[attribute] ?? 0) + BigInt(by) : by;
  return total;
}
