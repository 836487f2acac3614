import type { Waiting, WakeUp } from './wake-up.ts';

/** The message could not be sent; the stream will show the item again. */
export class WakeUpFailed extends Error {
  override readonly name = 'WakeUpFailed';
}

/** Wakes the worker for a new item, told by its key: `order/<id>` or `notification/<id>`. */
export async function relay(wakeUp: WakeUp, pk: string): Promise<{ waiting: Waiting }> {
  const slash = pk.indexOf('/');
  const [waiting, id] = [pk.slice(0, slash) as Waiting, pk.slice(slash + 1)];
  const failed = await wakeUp.send(waiting, [id]);
  if (failed.length > 0) throw new WakeUpFailed(pk);
  return { waiting };
}
