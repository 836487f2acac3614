import { deduplicationKey, type Notification } from '../../shared/client/open-notification.ts';
import {
  failureResponse,
  sealNotification,
  sealRequest,
  sealResponse,
} from '../../shared/wire/codec/envelope.ts';
import { importPrivateKey, type RsaPrivateKey } from '../../shared/wire/codec/keys.ts';
import type {
  IdentityVector,
  KeyVector,
  NotificationVector,
  RequestVector,
  ResponseVector,
} from './format.ts';

type Keys = Readonly<Record<string, KeyVector>>;

const USER_NO = '10000001';
const privateKeyOf = (keys: Keys, name: string): RsaPrivateKey =>
  importPrivateKey(keys[name]?.privateKey ?? '');

/** Returns requests with the bodies that a client has to send. */
export function requestVectors(keys: Keys): RequestVector[] {
  const json = '{"cardId":"1238793332297834"}';
  return ['rsa1024', 'rsa2048', 'rsa4096'].map((key) => ({
    name: `a query with ${key}`,
    key,
    userNo: USER_NO,
    json,
    body: JSON.stringify(sealRequest(JSON.parse(json), USER_NO, privateKeyOf(keys, key))),
  }));
}

/** Returns bodies of responses: successes, failures, and what no client may take for a response. */
export function responseVectors(keys: Keys): ResponseVector[] {
  const key = 'rsa2048';
  const json = '{"orderId":"1241313420577585","userReqNo":"R-1"}';
  const success = sealResponse(JSON.parse(json), USER_NO, true, privateKeyOf(keys, key));
  const foreign = sealResponse(JSON.parse(json), USER_NO, true, privateKeyOf(keys, 'other2048'));
  const vector = (name: string, body: unknown, more: Partial<ResponseVector>): ResponseVector => ({
    name,
    key,
    userNo: USER_NO,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...more,
  });
  const failure = failureResponse('110001', 'startDate: must not be in the past', USER_NO);
  return [
    vector('a success', success, { json }),
    vector('a success with fields that are newer than the client', { ...success, more: 1 }, { json }),
    vector('a merchant number as a JSON number', { ...success, userNo: 10_000_001 }, { json }),
    vector('a failure', failure, { errorCode: failure.errorCode, errorMsg: failure.errorMsg }),
    vector('a failure before the merchant is known', failureResponse('100002', 'authentication failed', ''), {
      errorCode: '100002',
      errorMsg: 'authentication failed',
    }),
    vector(
      'a response for another merchant',
      { ...success, userNo: '10000002' },
      { cause: 'another merchant' },
    ),
    vector('a success without a result', { ...success, result: '' }, { cause: 'envelope' }),
    vector('no merchant number', { ...success, userNo: undefined }, { cause: 'envelope' }),
    vector('a success in words', { ...success, success: 'true' }, { cause: 'envelope' }),
    vector('a page of a proxy', '<html><body>502 Bad Gateway</body></html>', { cause: 'envelope' }),
    vector('a list', '[]', { cause: 'envelope' }),
    vector('sealed by someone else', foreign, { cause: 'block' }),
  ];
}

const operate = {
  orderId: '1241313420577585',
  cardId: '1238793332297834',
  userReqNo: 'R-1',
  opType: 16,
  status: 1,
  amount: 50.25,
  fee: 0.51,
  createAt: '2026-01-01 08:00:00',
};

/** Returns bodies of notifications, good and bad. */
export function notificationVectors(keys: Keys): NotificationVector[] {
  const key = 'rsa2048';
  const own = privateKeyOf(keys, key);
  const good = sealNotification('card_operate', operate, USER_NO, own);
  const foreign = sealNotification('card_operate', operate, USER_NO, privateKeyOf(keys, 'other2048'));
  const vector = (name: string, body: object, more: Partial<NotificationVector>): NotificationVector => ({
    name,
    key,
    userNo: USER_NO,
    body: JSON.stringify(body),
    ...more,
  });
  const opened = { type: 'card_operate', json: JSON.stringify(operate) };
  return [
    vector('an order has succeeded', good, opened),
    vector('a merchant number as a text', { ...good, userNo: USER_NO }, opened),
    vector(
      'a notification for another merchant',
      { ...good, userNo: 10_000_002 },
      { cause: 'another merchant' },
    ),
    vector('sealed by someone else', foreign, { cause: 'block' }),
    vector('no data', { ...good, data: undefined }, { cause: 'envelope' }),
    vector('no type', { ...good, type: undefined }, { cause: 'envelope' }),
    vector('a list', [good], { cause: 'envelope' }),
  ];
}

/** Returns notifications with what identifies them. */
export function identityVectors(): IdentityVector[] {
  const transaction = { recordNo: '1', transCategory: 1, cardId: '2' };
  const bill = { txId: 'ab', orderNo: '5', transactionTime: '2026-01-01T08:00:00.000+08:00' };
  const otp = { otp: '000000', cardId: '2', cardNo: '499900******4242' };
  const vector = (name: string, type: string, content: object, webhookId?: string): IdentityVector => {
    const notification = { type, content } as unknown as Notification;
    return {
      name,
      webhookId: webhookId ?? null,
      type,
      content: { ...content },
      identity: deduplicationKey(notification, webhookId) ?? null,
    };
  };
  return [
    vector('the header, whatever the content', 'card_operate', operate, 'card_operate/1241313420577585'),
    vector('the header of a type without numbers', 'card_3ds_otp', otp, 'card_3ds_otp/77'),
    vector('an order', 'card_operate', operate),
    vector('an empty header', 'card_operate', operate, ''),
    vector('an authorization', 'card_transaction', transaction),
    vector('its settlement', 'card_transaction', { ...transaction, transCategory: 2 }),
    vector('a fee', 'trade_fee', { receiptNo: '3', cardId: '2' }),
    vector('coins, without what is optional', 'dpt_payment_bill', bill),
    vector('coins, the second transfer of a transaction', 'dpt_payment_bill', { ...bill, logIndex: 1 }),
    vector('coins that a reorganisation removed', 'dpt_payment_bill', { ...bill, removed: 1 }),
    vector('a one-time password: nothing', 'card_3ds_otp', otp),
    vector('a type that is not known: nothing', 'card_unknown', { cardId: '2' }),
  ];
}
