import type { Deployment, Sources } from '../deployment.ts';
import type { Services } from '../services/services.ts';
import { Activity } from './activity.ts';
import { nextDueItem } from './due-times.ts';
import { deleteExpiredItems } from './expired-items.ts';
import type { PlatformClock } from './platform-clock.ts';
import { type CloudClock, TimeTravel } from './time-travel.ts';

/** Returns the clock of a running cloud. `onMove` is called after each move. */
export function cloudClock(
  clock: PlatformClock,
  { tables, functions }: Deployment,
  { dynamodb, queues }: Services,
  sources: Sources,
  options: { readonly dueIndex: string | undefined; readonly onMove: () => void },
): CloudClock {
  const activity = new Activity(functions, sources.streams, sources.queues);
  return new TimeTravel({
    clock,
    timetable: sources.timetable,
    settle: () => activity.settle(),
    nextDueItem: (range) => nextDueItem(dynamodb, tables, options.dueIndex, range),
    nextMessage: () => {
      const next = queues?.nextVisible();
      return next === undefined ? undefined : Math.ceil(next + clock.offsetMs);
    },
    moveQueues: (ms) => queues?.moveBy(ms),
    deleteExpiredItems: () => deleteExpiredItems(dynamodb, tables, clock.now()),
    onMove: options.onMove,
  });
}
