import { carryOutChange } from '../../shared/changes/carry-out.ts';
import { type Change, changeFrom, changeKey, findChange, type Wanted } from '../../shared/changes/change.ts';
import { finishChange } from '../../shared/changes/finish.ts';
import { endLooking } from '../../shared/changes/look.ts';
import { formatDateTime } from '../../shared/contract/time.ts';
import type { ChangeOutcome } from '../../shared/issuer/issuer.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { StaleDecision } from '../../shared/requests/once.ts';
import type { Item } from '../../shared/store/item.ts';
import { CommandRefused } from './operator.ts';

type Listed = Change & { readonly isDue: boolean };

/** A line for each change below that is open, or ended and was looked at in vain since; the oldest first. */
export function changeLines(items: readonly Item[], { utcOffset }: Platform): string[] {
  return items
    .filter(({ pk }) => String(pk).startsWith('change/'))
    .map((item) => ({ ...changeFrom(item), isDue: item['dueAt'] !== undefined }))
    .filter((change) => change.state === 'open' || isUnseen(change))
    .sort((one, other) => one.createdAt - other.createdAt)
    .map(({ changeId, createdAt, subject, wanted, ...change }) =>
      [
        ...[changeId, formatDateTime(createdAt, utcOffset), `${subject.kind} ${subject.id}`],
        ...[namesOf(wanted), ...standingOf(change)],
      ].join('  '),
    );
}

/** It ended, and whether it is so there could not be seen, or differs and is not asked for any more. */
const isUnseen = ({ lookAt, looks, isDue }: Listed): boolean =>
  lookAt !== undefined && (looks !== undefined || !isDue);

function standingOf({
  state,
  asked,
  looks,
  isDue,
}: Pick<Listed, 'state' | 'asked' | 'looks' | 'isDue'>): string[] {
  // What was never asked for and is not due waits for the one before it.
  const isStuck = !isDue && (state !== 'open' || asked !== undefined);
  const tried =
    state === 'open' ? `asked ${asked ?? 0} times` : `${state}, looked at ${looks ?? 0} times in vain`;
  return [tried, ...(isStuck ? ['waits for a person'] : [])];
}

const namesOf = ({ status, limit, alias, label }: Wanted): string =>
  [
    ...(status === undefined ? [] : [status === 0 ? 'freeze' : 'enable']),
    ...(limit === undefined ? [] : ['limit']),
    ...(alias === undefined && label === undefined ? [] : ['name']),
  ].join(', ');

/** Sends an open change once more, or looks whether one that ended is so there. */
export async function askForChange(platform: Platform, changeId: string): Promise<string> {
  await changeOf(changeId, platform);
  await carryOutChange(platform, changeId, true);
  const { state, looks } = await changeOf(changeId, platform);
  return `change ${changeId}: ${state}${looks === undefined ? '' : ', looked at in vain'}`;
}

/** The first of a card's or group's open changes ended so: those after it go on. */
export async function endChange(
  changeId: string,
  how: 'success' | 'failure',
  endedBy: string,
  platform: Platform,
): Promise<string> {
  const change = await changeOf(changeId, platform);
  if (change.state !== 'open') throw new CommandRefused(`change ${changeId} ended: ${change.state}`);
  await finishChange(platform, change, OUTCOMES[how]);
  const { state } = await changeOf(changeId, platform);
  if (state === 'open')
    throw new CommandRefused(`${changeId} waits for an earlier change, or for a cancellation`);
  const key = changeKey(changeId);
  await platform.store.write([{ kind: 'update', table: 'orders', key, set: { endedBy } }]);
  return `change ${changeId}: ${state}`;
}

const OUTCOMES: Readonly<Record<'success' | 'failure', Exclude<ChangeOutcome, { state: 'unknown' }>>> = {
  success: { state: 'applied' },
  failure: { state: 'refused', code: '110004' },
};

/** It is there as it is here, as somebody saw: the platform does not look any more. */
export async function endLookingAt(changeId: string, reason: string, platform: Platform): Promise<string> {
  const change = await changeOf(changeId, platform);
  if (change.lookAt === undefined) throw new CommandRefused(`change ${changeId} is not looked at`);
  try {
    await endLooking(platform, change, reason);
  } catch (error) {
    if (error instanceof StaleDecision)
      throw new CommandRefused(`change ${changeId} was looked at meanwhile`);
    throw error;
  }
  return `change ${changeId}: ${change.state}, not looked at any more`;
}

async function changeOf(changeId: string, { store }: Platform): Promise<Change> {
  const change = await findChange(store, changeId);
  if (!change) throw new CommandRefused(`there is no change ${changeId}`);
  return change;
}
