import type { Store } from '../store/store.ts';
import type { Waiting, WakeUp } from './wake-up.ts';

/** The message could not be sent; the stream will show the item again. */
export class WakeUpFailed extends Error {
  override readonly name = 'WakeUpFailed';
}

/** What the relay needs of the platform. */
interface Relaying {
  readonly wakeUp: WakeUp;
  readonly store: Pick<Store, 'get'>;
}

/**
 * Wakes the worker for a new item, told by its key: `order/<id>` or `notification/<id>`. A notification's merchant is
 * looked up, so that many of one merchant's do not keep another's waiting.
 */
export async function relay({ wakeUp, store }: Relaying, pk: string): Promise<{ waiting: Waiting }> {
  const slash = pk.indexOf('/');
  const [waiting, id] = [pk.slice(0, slash) as Waiting, pk.slice(slash + 1)];
  const owner =
    waiting === 'notification' ? (await store.get('notifications', { pk }))?.['userNo'] : undefined;
  const failed = await wakeUp.send(waiting, [id], 0, () => owner as string | undefined);
  if (failed.length > 0) throw new WakeUpFailed(pk);
  return { waiting };
}
