import { describe, expect, it } from 'vitest';
import { type Answer, send } from '../../../shared/notifications/send.ts';

const letter = { url: 'https://merchant.example/', body: '{}', confidential: false };
/** How an attempt goes that takes 40 ms. */
const sent = (answer: () => Promise<Answer>) => {
  let now = 1_000;
  const post = async () => {
    now += 40;
    return answer();
  };
  return send(post, letter, () => now);
};

describe('an attempt', () => {
  it.each([199, 300])('is not accepted with HTTP %i, whatever the body says', async (status) => {
    expect(await sent(async () => ({ status, body: 'SUCCESS' }))).toMatchObject({
      accepted: false,
      result: `HTTP ${status}`,
    });
  });

  it.each<[string, unknown, string]>([
    ['its code', Object.assign(new Error('no'), { code: 'ECONNRESET' }), 'ECONNRESET'],
    ['the code of its cause', new TypeError('no', { cause: { code: 'ENOTFOUND' } }), 'ENOTFOUND'],
    ['its name', new RangeError('no'), 'RangeError'],
    ['nothing, where it is no error', 'gone', 'no answer'],
  ])('that fails is told by %s', async (_, thrown, result) => {
    const outcome = await sent(() => Promise.reject(thrown));
    expect(outcome).toEqual({
      accepted: false,
      result,
      overloaded: false,
      attempt: { at: 1_000, latencyMs: 40, failure: result },
    });
  });
});
