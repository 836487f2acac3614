import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { carryOutChange } from '../../shared/domain/issuing/changes/carry-out-change.ts';
import {
  type Change,
  type ChangedFields,
  changeFrom,
  changeKey,
  findChange,
} from '../../shared/domain/issuing/changes/change.ts';
import { finishChange } from '../../shared/domain/issuing/changes/finish-change.ts';
import { endRechecks } from '../../shared/domain/issuing/changes/recheck-change.ts';
import type { ChangeOutcome } from '../../shared/domain/issuing/model/issuer.ts';
import { WriteConflict } from '../../shared/runtime/idempotency/execute-once.ts';
import type { Item } from '../../shared/runtime/store/item.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import { CommandError } from './command.ts';

type ListedChange = Change & { readonly isDue: boolean };

/**
 * Returns a line for each change at an external issuer that is open, or has ended and could not be verified; oldest
 * first.
 */
export function changeLines(items: readonly Item[], { utcOffset }: Dependencies): string[] {
  return items
    .filter(({ pk }) => String(pk).startsWith('change/'))
    .map((item) => ({ ...changeFrom(item), isDue: item['dueAt'] !== undefined }))
    .filter((change) => change.state === 'open' || isUnverified(change))
    .sort((one, other) => one.createdAt - other.createdAt)
    .map(({ changeId, createdAt, subject, requested, ...change }) =>
      [
        ...[changeId, formatDateTime(createdAt, utcOffset), `${subject.kind} ${subject.id}`],
        ...[changedFields(requested), ...progressText(change)],
      ].join('  '),
    );
}

/** Whether it has ended, but could not be verified at the issuer, or differs there and is not sent any more. */
const isUnverified = ({ recheckAt, rechecks, isDue }: ListedChange): boolean =>
  recheckAt !== undefined && (rechecks !== undefined || !isDue);

function progressText(
  change: Omit<ListedChange, 'changeId' | 'createdAt' | 'subject' | 'requested'>,
): string[] {
  const { state, resends, rechecks, isDue } = change;
  // A change that was never sent and is not due waits for an earlier change.
  const isStuck = !isDue && (state !== 'open' || resends !== undefined);
  const attempts =
    state === 'open'
      ? attemptsText(change.sentAt, resends, ['resend', 'resends'])
      : `${state}, not verified after ${rechecks ?? 0} times`;
  return [attempts, ...(isStuck ? ['needs an operator'] : [])];
}

/** Returns whether an order or change was sent to its external issuer, and how often it was followed up without an outcome. */
export function attemptsText(
  sentAt: number | undefined,
  count: number | undefined,
  [one, many]: readonly [string, string],
): string {
  return sentAt === undefined ? 'not sent' : `sent, ${count ?? 0} ${count === 1 ? one : many}`;
}

const changedFields = ({ status, limit, alias, label }: ChangedFields): string =>
  [
    ...(status === undefined ? [] : [status === 0 ? 'freeze' : 'enable']),
    ...(limit === undefined ? [] : ['limit']),
    ...(alias === undefined && label === undefined ? [] : ['name']),
  ].join(', ');

/** Sends an open change again, or verifies one that has ended at its issuer. */
export async function retryChange(deps: Dependencies, changeId: string): Promise<string> {
  await changeOf(changeId, deps);
  await carryOutChange(deps, changeId, true);
  const { state, rechecks } = await changeOf(changeId, deps);
  return `change ${changeId}: ${state}${rechecks === undefined ? '' : '; not verified'}`;
}

/**
 * Ends the first of a card's or group's open changes; those after it continue.
 *
 * @throws CommandError when it has ended, or waits for an earlier one
 */
export async function endChange(
  changeId: string,
  how: 'success' | 'failure',
  operatorReason: string,
  deps: Dependencies,
): Promise<string> {
  const change = await changeOf(changeId, deps);
  if (change.state !== 'open') throw new CommandError(`change ${changeId} has ended: ${change.state}`);
  await finishChange(deps, change, OUTCOMES[how]);
  const { state } = await changeOf(changeId, deps);
  if (state === 'open')
    throw new CommandError(`${changeId} waits for an earlier change, or for a cancellation`);
  const key = changeKey(changeId);
  await deps.store.write([{ kind: 'update', table: 'orders', key, set: { operatorReason } }]);
  return `change ${changeId}: ${state}`;
}

const OUTCOMES: Readonly<Record<'success' | 'failure', Exclude<ChangeOutcome, { state: 'unknown' }>>> = {
  success: { state: 'applied' },
  failure: { state: 'refused', code: '110004' },
};

/** Records that an operator has verified a change at its issuer: the platform stops checking it. */
export async function markVerified(changeId: string, reason: string, deps: Dependencies): Promise<string> {
  const change = await changeOf(changeId, deps);
  if (change.recheckAt === undefined) throw new CommandError(`change ${changeId} is not being checked`);
  try {
    await endRechecks(deps, change, reason);
  } catch (error) {
    if (error instanceof WriteConflict)
      throw new CommandError(`change ${changeId} was checked in the meantime`);
    throw error;
  }
  return `change ${changeId}: ${change.state}, not checked any further`;
}

async function changeOf(changeId: string, { store }: Dependencies): Promise<Change> {
  const change = await findChange(store, changeId);
  if (!change) throw new CommandError(`there is no change ${changeId}`);
  return change;
}
