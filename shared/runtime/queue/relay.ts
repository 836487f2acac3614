import type { WorkKind, WorkQueue } from './work-queue.ts';

/** The message could not be sent; the stream will deliver the change again. */
export class EnqueueFailed extends Error {
  override readonly name = 'EnqueueFailed';
}

/**
 * Enqueues work for a new item by its key: `order/<id>` or `notification/<userNo>/…`. The merchant in a notification's
 * key lets the queue treat merchants fairly, without a read.
 *
 * @throws EnqueueFailed
 */
export async function relay(
  { workQueue }: { readonly workQueue: WorkQueue },
  pk: string,
): Promise<{ waiting: WorkKind }> {
  const slash = pk.indexOf('/');
  const [kind, id] = [pk.slice(0, slash) as WorkKind, pk.slice(slash + 1)];
  const owner = kind === 'notification' ? id.split('/')[0] : undefined;
  const failed = await workQueue.send(kind, [id], 0, () => owner);
  if (failed.length > 0) throw new EnqueueFailed(pk);
  return { waiting: kind };
}
