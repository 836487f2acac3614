import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deduplicationKey,
  NOTIFICATION_ACCEPTED,
  type Notification,
} from '../../../shared/client/open-notification.ts';
import { sealNotification } from '../../../shared/wire/codec/envelope.ts';
import type { RsaPrivateKey } from '../../../shared/wire/codec/keys.ts';
import type { NotificationContent } from '../../../shared/wire/contract/notifications.ts';
import { thrownBy } from '../../support/fixtures/codec-keys.ts';
import { clientOf, merchantPair, otherPair, platformPair, USER_NO } from './stub-server-fixture.ts';

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
  it('is opened, with its type', () => {
    const notification = client.openNotification(bodyOf());
    expect(notification).toEqual({ type: 'card_operate', content });
    if (notification.type === 'card_operate') expect(notification.content.amount).toBe(50.25);
  });

  it('keeps unknown fields', () => {
    const newer = { ...content, finishedAt: '2026-11-22 10:00:01' };
    expect(client.openNotification(bodyOf({ content: newer })).content).toEqual(newer);
  });

  it('is opened with either of two platform keys during a rotation, and with no other', () => {
    const keys = [otherPair.pem.publicKey, platformPair.publicKey];
    for (const platformPublicKey of [keys, keys.toReversed()]) {
      const { client: rotating } = clientOf('http://127.0.0.1', { platformPublicKey });
      expect(rotating.openNotification(bodyOf())).toEqual({ type: 'card_operate', content });
      expect(rotating.openNotification(bodyOf({ key: otherPair.privateKey })).content).toEqual(content);
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
    ['is from a stranger', bodyOf({ key: otherPair.privateKey })],
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

  it.each(['card_invented', 'toString', '__proto__'])(
    'of the unknown type %s gives its own error',
    (type) => {
      expect(thrownBy(() => client.openNotification(bodyOf({ type })))).toMatchObject({
        code: 'NOTIFICATION_TYPE_UNKNOWN',
        type,
      });
    },
  );

  it('of an unknown type gives that error only when it is from the platform', () => {
    const body = bodyOf({ type: 'card_invented', key: otherPair.privateKey });
    expect(thrownBy(() => client.openNotification(body))).toMatchObject({ code: 'NOTIFICATION_UNREADABLE' });
  });
});

describe('the deduplication key of a notification', () => {
  const number = fc.constantFrom('1', '2', '12');
  const contents: fc.Arbitrary<Notification> = fc.oneof(
    fc.record({ recordNo: number, transCategory: fc.constantFrom(1, 2), cardId: number }).map((received) => ({
      type: 'card_transaction' as const,
      content: received as NotificationContent<'card_transaction'>,
    })),
    fc.record({ orderId: number, status: fc.constantFrom(1, 2) }).map((received) => ({
      type: 'card_operate' as const,
      content: received as NotificationContent<'card_operate'>,
    })),
    fc.record({ receiptNo: number, cardId: number }).map((received) => ({
      type: 'trade_fee' as const,
      content: received as NotificationContent<'trade_fee'>,
    })),
    fc
      .record({
        txId: number,
        orderNo: number,
        logIndex: fc.option(fc.nat(2), { nil: undefined }),
        transactionTime: number,
        removed: fc.option(fc.constant(1), { nil: undefined }),
      })
      .map((received) => ({
        type: 'dpt_payment_bill' as const,
        content: received as NotificationContent<'dpt_payment_bill'>,
      })),
  );
  /** Returns the identity of the fact that a notification reports, in the simplest implementation. */
  const plain = ({ type, content: received }: Notification) => {
    const { status: _, ...identity } = received as { status?: number };
    return JSON.stringify([type, Object.entries({ ...identity }).sort()]);
  };

  it('is equal for a repeat, and different for any other notification', () => {
    fc.assert(
      fc.property(contents, contents, (one, other) => {
        expect(deduplicationKey(one) === deduplicationKey(other)).toBe(plain(one) === plain(other));
        expect(deduplicationKey(structuredClone(one))).toBe(deduplicationKey(one));
      }),
      { numRuns: 2_000 },
    );
  });

  it('differs between an authorization and its settlement', () => {
    const of = (transCategory: number) =>
      deduplicationKey({
        type: 'card_transaction',
        content: { recordNo: '7', cardId: '1', transCategory } as NotificationContent<'card_transaction'>,
      });
    expect(of(1)).not.toBe(of(2));
  });

  it('is the header of every type', () => {
    const otp = { type: 'card_3ds_otp', content: { otp: '123456', cardId: '1' } } as unknown as Notification;
    expect(deduplicationKey(otp, 'card_3ds_otp/a')).toBe('card_3ds_otp/a');
    expect(deduplicationKey(otp, 'card_3ds_otp/b')).toBe('card_3ds_otp/b');
    expect(deduplicationKey({ type: 'card_operate', content } as Notification, 'card_operate/x')).toBe(
      'card_operate/x',
    );
  });

  it.each(['card_3ds_otp', 'card_activation_code', 'card_activation_status'])(
    'is missing for %s without the header, as two can have the same content',
    (type) => {
      expect(
        deduplicationKey({ type, content: { cardId: 1, otp: '1' } } as unknown as Notification),
      ).toBeUndefined();
      expect(
        deduplicationKey({ type, content: { cardId: 1 } } as unknown as Notification, ''),
      ).toBeUndefined();
    },
  );
});
