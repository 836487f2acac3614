import { describe, expect, it } from 'vitest';
import { relay, WakeUpFailed } from '../../../shared/platform/relay.ts';
import type { WakeUp } from '../../../shared/platform/wake-up.ts';

const recording = (failing: readonly string[] = []) => {
  const sent: unknown[] = [];
  const wakeUp: WakeUp = {
    async send(...message) {
      sent.push(message);
      return message[1].filter((id) => failing.includes(id));
    },
  };
  return { wakeUp, sent };
};

describe('the relay', () => {
  it.each([
    ['order/1150000000000007', 'order', '1150000000000007'],
    ['notification/card_operate/1150000000000007', 'notification', 'card_operate/1150000000000007'],
  ])('wakes for %s at once', async (pk, waiting, id) => {
    const { wakeUp, sent } = recording();
    expect(await relay(wakeUp, pk)).toEqual({ waiting });
    expect(sent).toEqual([[waiting, [id]]]);
  });

  it('fails when the message could not be sent, so that the stream shows the item again', async () => {
    const { wakeUp } = recording(['7']);
    await expect(relay(wakeUp, 'order/7')).rejects.toThrow(WakeUpFailed);
  });
});
