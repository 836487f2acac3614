import { describe, expect, it } from 'vitest';
import { EnqueueFailed, relay } from '../../../../shared/runtime/queue/relay.ts';
import type { WorkQueue } from '../../../../shared/runtime/queue/work-queue.ts';

const recording = (failing: readonly string[] = []) => {
  const sent: unknown[] = [];
  const workQueue: WorkQueue = {
    async send(waiting, ids, delaySeconds, ownerOf) {
      sent.push({ waiting, ids, delaySeconds, owners: ids.map((id) => ownerOf?.(id)) });
      return ids.filter((id) => failing.includes(id));
    },
  };
  return { deps: { workQueue }, sent };
};

describe('the relay', () => {
  it.each([
    ['order/1150000000000007', 'order', '1150000000000007', undefined],
    ['notification/77/card_operate/115000007', 'notification', '77/card_operate/115000007', '77'],
  ])('enqueues %s at once', async (pk, waiting, id, owner) => {
    const { deps, sent } = recording();
    expect(await relay(deps, pk)).toEqual({ waiting });
    expect(sent).toEqual([{ waiting, ids: [id], delaySeconds: 0, owners: [owner] }]);
  });

  it('fails when the message could not be sent, so that the stream repeats the item', async () => {
    const { deps } = recording(['7']);
    await expect(relay(deps, 'order/7')).rejects.toThrow(EnqueueFailed);
  });
});
