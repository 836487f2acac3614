import { describe, expect, it } from 'vitest';
import { relay, WakeUpFailed } from '../../../shared/platform/relay.ts';
import type { WakeUp } from '../../../shared/platform/wake-up.ts';

const recording = (failing: readonly string[] = []) => {
  const sent: unknown[] = [];
  const wakeUp: WakeUp = {
    async send(waiting, ids, delaySeconds, ownerOf) {
      sent.push({ waiting, ids, delaySeconds, owners: ids.map((id) => ownerOf?.(id)) });
      return ids.filter((id) => failing.includes(id));
    },
  };
  const store = { get: async (table: string) => (table === 'notifications' ? { userNo: '77' } : undefined) };
  return { platform: { wakeUp, store }, sent };
};

describe('the relay', () => {
  it.each([
    ['order/1150000000000007', 'order', '1150000000000007', undefined],
    ['notification/card_operate/1150000000000007', 'notification', 'card_operate/1150000000000007', '77'],
  ])('wakes for %s at once', async (pk, waiting, id, owner) => {
    const { platform, sent } = recording();
    expect(await relay(platform, pk)).toEqual({ waiting });
    expect(sent).toEqual([{ waiting, ids: [id], delaySeconds: 0, owners: [owner] }]);
  });

  it('fails when the message could not be sent, so that the stream shows the item again', async () => {
    const { platform } = recording(['7']);
    await expect(relay(platform, 'order/7')).rejects.toThrow(WakeUpFailed);
  });
});
