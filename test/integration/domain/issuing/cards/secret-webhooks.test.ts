import { beforeAll, describe, expect, it } from 'vitest';
import { deliver, type Post } from '../../../../../shared/domain/delivery/deliver.ts';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { handle3dsOtp } from '../../../../../shared/domain/issuing/cards/card-3ds-otp-webhook.ts';
import { activateCard } from '../../../../../shared/domain/issuing/cards/physical/activate-card.ts';
import {
  handleActivationCode,
  handleActivationStatus,
} from '../../../../../shared/domain/issuing/cards/physical/activation-webhooks.ts';
import { assignCard } from '../../../../../shared/domain/issuing/cards/physical/assign-card.ts';
import { addToStock } from '../../../../../shared/domain/issuing/cards/physical/card-stock.ts';
import { findBinRange } from '../../../../../shared/domain/issuing/model/bin-range.ts';
import { cardKey } from '../../../../../shared/domain/issuing/model/card.ts';
import type { Notification } from '../../../../../shared/domain/notifications/notification.ts';
import type { Merchant } from '../../../../../shared/domain/parties/merchant.ts';
import type { UpstreamCall } from '../../../../../shared/domain/upstream-call.ts';
import { openNotification, parseNotificationEnvelope } from '../../../../../shared/wire/codec/envelope.ts';
import { importPublicKey } from '../../../../../shared/wire/codec/keys.ts';
import { ActivationRefused, NothingFound, StatusNotSuitable } from '../../../../../shared/wire/errors.ts';
import { newRequestNo, openedCard } from '../../../../support/fixtures/card-steps.ts';
import { reportedHolder } from '../../../../support/fixtures/cardholder-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';
import { openWebhookUpstream } from '../../../lambda/webhook-fixture.ts';

const MINUTE = 60_000;

let fixture: TestPlatform;
let merchant: Merchant;
let call: MerchantCall;
let upstreamCall: UpstreamCall;
let messages = 0;

/** Returns the call of a new message of the upstream. */
const message = (): UpstreamCall => {
  messages += 1;
  return { ...upstreamCall, messageId: String(messages).padStart(64, '0') };
};
const read = async (type: string, about: string): Promise<Notification[]> =>
  (await fixture.snapshot()).notifications.filter((one) => one.type === type && one.content.includes(about));
const one = async (type: string, about: string): Promise<Notification> => {
  const [found, ...more] = await read(type, about);
  if (!found || more.length > 0) throw new Error('there must be one');
  return found;
};
const accepting: Post = async () => ({ status: 200, body: 'SUCCESS' });
const refusing: Post = async () => ({ status: 500, body: '' });
/** Returns everything that is stored, as text. */
const everything = async () => {
  const tables = ['cards', 'orders', 'vault', 'notifications', 'ledger', 'transactions'] as const;
  return JSON.stringify(await Promise.all(tables.map((table) => fixture.operator.scan(table))));
};

/** Delivers to an endpoint that accepts, and returns the decrypted content. */
async function delivered({ notificationId }: Notification): Promise<Record<string, unknown>> {
  const deliveries: string[] = [];
  const post: Post = async (_, body) => {
    deliveries.push(body);
    return { status: 200, body: 'SUCCESS' };
  };
  await deliver(fixture.deps, post, notificationId);
  const envelope = parseNotificationEnvelope(deliveries[0] ?? '');
  return openNotification(envelope, importPublicKey(merchant.platformPublicKey));
}

beforeAll(async () => {
  fixture = await openTestPlatform();
  merchant = await fixture.merchant('20', 1_000_000n);
  call = fixture.call(merchant);
  const { upstream } = await openWebhookUpstream(fixture, '90');
  upstreamCall = { deps: fixture.deps, upstream, messageId: '', correlationId: 'door' };
});

const otp = (cardId: string, code: string, merchantName: string) => ({
  otp: code,
  cardId,
  cardNo: 'whatever the upstream says',
  transactionCurrency: 'USD',
  transactionAmount: '20',
  merchantName,
});

describe('a one-time password', () => {
  let cardId: string;
  beforeAll(async () => {
    cardId = await openedCard(call);
  });

  it('is notified with the masked number, never stored in clear, and removed on delivery', async () => {
    await handle3dsOtp(otp(cardId, '271828', 'Delivered'), message());
    expect(await everything()).not.toContain('271828');
    const waiting = await one('card_3ds_otp', 'Delivered');
    expect(waiting.secret).toMatchObject({ field: 'otp', until: fixture.deps.now() + 15 * MINUTE });
    const content = await delivered(waiting);
    expect(content).toMatchObject({ otp: '271828', cardId, merchantName: 'Delivered' });
    expect(content['cardNo']).toMatch(/^499900\*{6}\d{4}$/);
    expect(await one('card_3ds_otp', 'Delivered')).not.toHaveProperty('secret');
  });

  it('is attempted again before it expires', async () => {
    await handle3dsOtp(otp(cardId, '271829', 'Retried'), message());
    const waiting = await one('card_3ds_otp', 'Retried');
    await deliver(fixture.deps, refusing, waiting.notificationId);
    fixture.moveClock(10_000);
    expect(await delivered(waiting)).toMatchObject({ otp: '271829' });
  });

  it('is neither sent nor stored after 15 minutes, and its notification becomes a dead letter', async () => {
    await handle3dsOtp(otp(cardId, '271830', 'Late'), message());
    const waiting = await one('card_3ds_otp', 'Late');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await deliver(fixture.deps, refusing, waiting.notificationId);
      fixture.moveClock(attempt === 0 ? 10_000 : 7 * MINUTE);
    }
    const due = (await fixture.operator.scan('notifications')).find(({ pk }) =>
      String(pk).endsWith(waiting.notificationId),
    );
    expect(Number(due?.['dueAt'])).toBeLessThanOrEqual((waiting.secret?.until ?? 0) + fixture.deps.graceMs);
    fixture.moveClock(MINUTE);
    expect(await deliver(fixture.deps, accepting, waiting.notificationId)).toMatchObject({
      status: 'dead',
      lastResult: 'secret expired',
    });
    expect(await one('card_3ds_otp', 'Late')).not.toHaveProperty('secret');
  });

  it('for an unknown card is refused', async () => {
    await expect(handle3dsOtp(otp('1150000000000000', '271831', 'Nobody'), message())).rejects.toThrow(
      NothingFound,
    );
    expect(await read('card_3ds_otp', 'Nobody')).toEqual([]);
  });
});

describe('an activation code', () => {
  const assigned = async () => {
    const range = await findBinRange(fixture.deps.store, 'P1');
    if (!range) throw new Error('no physical range');
    await addToStock(fixture.deps, range);
    const cardUserId = await reportedHolder(call);
    const request = { userReqNo: newRequestNo('assign'), binRangeId: 'P1', localCurrency: 'USD', cardUserId };
    return (await assignCard(request, call)).cardId;
  };
  const code = (cardId: string, activationCode: string) => ({ cardId, cardNo: 'any', activationCode });
  const activate = (cardId: string, activationCode: string) =>
    activateCard({ userReqNo: newRequestNo('active'), cardId, activationCode, pin: '295814' }, call);
  const cardItem = (cardId: string) => fixture.deps.store.get('cards', cardKey(cardId));

  it('is forwarded, never stored in clear, and activates the card', async () => {
    const cardId = await assigned();
    await handleActivationCode(code(cardId, '16180339'), message());
    expect(await everything()).not.toContain('16180339');
    const content = await delivered(await one('card_activation_code', cardId));
    expect(content).toMatchObject({ activationCode: '16180339', cardId });
    await activate(cardId, '16180339');
    expect(await cardItem(cardId)).toMatchObject({ status: 'active' });
    await expect(handleActivationCode(code(cardId, '16180340'), message())).rejects.toThrow(
      StatusNotSuitable,
    );
  });

  it('replaces an earlier one and resets the attempts', async () => {
    const cardId = await assigned();
    await handleActivationCode(code(cardId, '11111112'), message());
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(activate(cardId, '00000000')).rejects.toThrow(ActivationRefused);
    await handleActivationCode(code(cardId, '22222223'), message());
    await expect(activate(cardId, '11111112')).rejects.toThrow(ActivationRefused);
    await activate(cardId, '22222223');
    expect(await cardItem(cardId)).toMatchObject({ status: 'active' });
  });

  it('is not needed where the bureau activates the card, which is notified once', async () => {
    const cardId = await assigned();
    const status = (staus: 1 | 2) => handleActivationStatus({ cardId, staus }, message());
    await status(2);
    expect(await cardItem(cardId)).toMatchObject({ status: 'awaiting-activation' });
    await status(1);
    await status(1);
    expect(await cardItem(cardId)).toMatchObject({ status: 'active' });
    const statuses = (await read('card_activation_status', cardId)).map(
      ({ content }) => JSON.parse(content).staus,
    );
    expect(statuses.sort()).toEqual([1, 2]);
  });
});
