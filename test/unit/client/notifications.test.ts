import { describe, expect, it } from 'vitest';
import { NOTIFICATION_ACCEPTED } from '../../../shared/client/notifications.ts';
import { sealNotification } from '../../../shared/codec/envelope.ts';
import type { RsaPrivateKey } from '../../../shared/codec/keys.ts';
import { thrownBy } from '../codec/pairs.ts';
import { clientOf, merchantPair, platformPair, strangersPair, USER_NO } from './platform.ts';

const { client } = clientOf('http://127.0.0.1');
const content = {
  orderId: '1000000000000001',
  cardId: '1000000000000001',
  userReqNo: 'mine-1',
  opType: 16,
  status: 1,
  amount: 50.25,
  fee: 0.5,
  createAt: '2026-11-22 10:00:00',
};

interface Sent {
  readonly type?: string;
  readonly content?: object;
  readonly userNo?: string;
  readonly key?: RsaPrivateKey;
}
const sent = (options: Sent = {}) =>
  sealNotification(
    options.type ?? 'card_operate',
    options.content ?? content,
    options.userNo ?? USER_NO,
    options.key ?? platformPair.privateKey,
  );
const bodyOf = (options?: Sent) => JSON.stringify(sent(options));

describe('a notification', () => {
  it('is opened, with its type saying what it holds', () => {
    const notification = client.openNotification(bodyOf());
    expect(notification).toEqual({ type: 'card_operate', content });
    if (notification.type === 'card_operate') expect(notification.content.amount).toBe(50.25);
  });

  it('keeps fields that are newer than this client', () => {
    const newer = { ...content, finishedAt: '2026-11-22 10:00:01' };
    expect(client.openNotification(bodyOf({ content: newer })).content).toEqual(newer);
  });

  it("is opened with either of two keys while the platform's is rotated, and with no other", () => {
    const keys = [strangersPair.pem.publicKey, platformPair.publicKey];
    for (const platformPublicKey of [keys, keys.toReversed()]) {
      const { client: rotating } = clientOf('http://127.0.0.1', { platformPublicKey });
      expect(rotating.openNotification(bodyOf())).toEqual({ type: 'card_operate', content });
      expect(rotating.openNotification(bodyOf({ key: strangersPair.privateKey })).content).toEqual(content);
      expect(
        thrownBy(() => rotating.openNotification(bodyOf({ key: merchantPair.privateKey }))),
      ).toMatchObject({
        code: 'NOTIFICATION_UNREADABLE',
      });
    }
  });

  it('is acknowledged with SUCCESS', () => {
    expect(NOTIFICATION_ACCEPTED).toBe('SUCCESS');
  });

  it.each([
    ["is another merchant's", bodyOf({ userNo: '10000002' })],
    ['is from a stranger', bodyOf({ key: strangersPair.privateKey })],
    ['was made by a merchant', bodyOf({ key: merchantPair.privateKey })],
    ['was cut off', JSON.stringify({ ...sent(), data: sent().data.slice(0, -512) })],
    ['lacks a field', bodyOf({ content: { ...content, orderId: undefined } })],
    ['has a field of another kind', bodyOf({ content: { ...content, amount: '50.25' } })],
    ['is no envelope', '{"type":"card_operate"}'],
    ['is no JSON', 'SUCCESS'],
    ['is empty', ''],
  ])('is refused when it %s', (_, body) => {
    expect(thrownBy(() => client.openNotification(body))).toMatchObject({ code: 'NOTIFICATION_UNREADABLE' });
  });

  it('is refused with any digit changed', () => {
    const { data, ...envelope } = sent();
    for (let at = 0; at < data.length; at += 97) {
      const digit = data[at] === 'a' ? 'b' : 'a';
      const body = JSON.stringify({ ...envelope, data: data.slice(0, at) + digit + data.slice(at + 1) });
      expect(thrownBy(() => client.openNotification(body))).toMatchObject({
        code: 'NOTIFICATION_UNREADABLE',
      });
    }
  });

  it.each(['card_invented', 'toString', '__proto__'])('of the unknown type %s is told apart', (type) => {
    expect(thrownBy(() => client.openNotification(bodyOf({ type })))).toMatchObject({
      code: 'NOTIFICATION_TYPE_UNKNOWN',
      type,
    });
  });

  it('of an unknown type is only believed to be one when it is from the platform', () => {
    const body = bodyOf({ type: 'card_invented', key: strangersPair.privateKey });
    expect(thrownBy(() => client.openNotification(body))).toMatchObject({ code: 'NOTIFICATION_UNREADABLE' });
  });
});
