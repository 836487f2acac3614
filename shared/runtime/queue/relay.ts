import type { Store } from '../store/store.ts';
import type { WorkKind, WorkQueue } from './work-queue.ts';

/** The message could not be sent; the stream will deliver the change again. */
export class EnqueueFailed extends Error {
  override readonly name = 'EnqueueFailed';
}

/** What the relay needs of the platform. */
interface RelayDependencies {
  readonly workQueue: WorkQueue;
  readonly store: Pick<Store, 'get'>;
}

/**
 * Enqueues work for a new item by its key: `order/<id>` or `notification/<id>`. Looks up a notification's merchant, so
 * that the queue can treat merchants fairly.
 *
 * @throws EnqueueFailed
 */
export async function relay(
  { workQueue, store }: RelayDependencies,
  pk: string,
): Promise<{ waiting: WorkKind }> {
  const slash = pk.indexOf('/');
  const [kind, id] = [pk.slice(0, slash) as WorkKind, pk.slice(slash + 1)];
  const owner = kind === 'notification' ? (await store.get('notifications', { pk }))?.['userNo'] : undefined;
  const failed = await workQueue.send(kind, [id], 0, () => owner as string | undefined);
  if (failed.length > 0) throw new EnqueueFailed(pk);
  return { waiting: kind };
}
