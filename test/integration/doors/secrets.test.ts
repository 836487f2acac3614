import { beforeAll, describe, expect, it } from 'vitest';
import { findBinRange } from '../../../shared/cards/bin.ts';
import { cardKey } from '../../../shared/cards/card.ts';
import { activateCard } from '../../../shared/cards/physical/activate.ts';
import { assignCard } from '../../../shared/cards/physical/assign.ts';
import { addToStock } from '../../../shared/cards/physical/stock.ts';
import { applyActivationCode, applyActivationStatus } from '../../../shared/cards/physical/told.ts';
import { openNotification, parseNotificationEnvelope } from '../../../shared/codec/envelope.ts';
import { importPublicKey } from '../../../shared/codec/keys.ts';
import { ActivationRefused, NothingFound, StatusNotSuitable } from '../../../shared/contract/errors.ts';
import type { Merchant } from '../../../shared/merchants/merchant.ts';
import { deliver, type Post } from '../../../shared/notifications/deliver.ts';
import type { Notification } from '../../../shared/notifications/notification.ts';
import { passOnOtp } from '../../../shared/notifications/otp.ts';
import type { Call } from '../../../shared/platform/platform.ts';
import type { Told } from '../../../shared/upstreams/told.ts';
import { newNumber, openedCard } from '../../support/card-steps.ts';
import { reportedHolder } from '../../support/holder-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { openDoorUpstream } from './door.ts';

const MINUTE = 60_000;

let world: TestPlatform;
let merchant: Merchant;
let call: Call;
let told: Told;
let messages = 0;

/** A new message of the upstream. */
const message = (): Told => {
  messages += 1;
  return { ...told, messageId: String(messages).padStart(64, '0') };
};
const read = async (type: string, about: string): Promise<Notification[]> =>
  (await world.books()).notifications.filter((one) => one.type === type && one.content.includes(about));
const one = async (type: string, about: string): Promise<Notification> => {
  const [found, ...more] = await read(type, about);
  if (!found || more.length > 0) throw new Error('there must be one');
  return found;
};
const accepting: Post = async () => ({ status: 200, body: 'SUCCESS' });
const refusing: Post = async () => ({ status: 500, body: '' });
/** Everything that is stored, as text. */
const everything = async () => {
  const tables = ['cards', 'orders', 'vault', 'notifications', 'ledger', 'transactions'] as const;
  return JSON.stringify(await Promise.all(tables.map((table) => world.operator.scan(table))));
};

/** Delivers to an endpoint that accepts, and answers what it got in clear. */
async function delivered({ notificationId }: Notification): Promise<Record<string, unknown>> {
  const letters: string[] = [];
  const post: Post = async (_, body) => {
    letters.push(body);
    return { status: 200, body: 'SUCCESS' };
  };
  await deliver(world.platform, post, notificationId);
  const envelope = parseNotificationEnvelope(letters[0] ?? '');
  return openNotification(envelope, importPublicKey(merchant.platformPublicKey));
}

beforeAll(async () => {
  world = await openTestPlatform();
  merchant = await world.merchant('20', 1_000_000n);
  call = world.call(merchant);
  const { upstream } = await openDoorUpstream(world, '90');
  told = { platform: world.platform, upstream, messageId: '', correlationId: 'door' };
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

  it('is told with the masked number, is in no table in clear, and is gone once it is delivered', async () => {
    await passOnOtp(otp(cardId, '271828', 'Delivered'), message());
    expect(await everything()).not.toContain('271828');
    const waiting = await one('card_3ds_otp', 'Delivered');
    expect(waiting.secret).toMatchObject({ field: 'otp', until: world.platform.now() + 15 * MINUTE });
    const content = await delivered(waiting);
    expect(content).toMatchObject({ otp: '271828', cardId, merchantName: 'Delivered' });
    expect(content['cardNo']).toMatch(/^499900\*{6}\d{4}$/);
    expect(await one('card_3ds_otp', 'Delivered')).not.toHaveProperty('secret');
  });

  it('is tried again while it is young', async () => {
    await passOnOtp(otp(cardId, '271829', 'Retried'), message());
    const waiting = await one('card_3ds_otp', 'Retried');
    await deliver(world.platform, refusing, waiting.notificationId);
    world.moveClock(10_000);
    expect(await delivered(waiting)).toMatchObject({ otp: '271829' });
  });

  it('is neither told nor kept after 15 minutes, of which somebody is reminded', async () => {
    await passOnOtp(otp(cardId, '271830', 'Late'), message());
    const waiting = await one('card_3ds_otp', 'Late');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await deliver(world.platform, refusing, waiting.notificationId);
      world.moveClock(attempt === 0 ? 10_000 : 7 * MINUTE);
    }
    const due = (await world.operator.scan('notifications')).find(({ pk }) =>
      String(pk).endsWith(waiting.notificationId),
    );
    expect(Number(due?.['dueAt'])).toBeLessThanOrEqual((waiting.secret?.until ?? 0) + world.platform.graceMs);
    world.moveClock(MINUTE);
    expect(await deliver(world.platform, accepting, waiting.notificationId)).toMatchObject({
      status: 'dead',
      lastResult: 'out of date',
    });
    expect(await one('card_3ds_otp', 'Late')).not.toHaveProperty('secret');
  });

  it('for nobody’s card is nothing', async () => {
    await expect(passOnOtp(otp('1150000000000000', '271831', 'Nobody'), message())).rejects.toThrow(
      NothingFound,
    );
    expect(await read('card_3ds_otp', 'Nobody')).toEqual([]);
  });
});

describe('an activation code', () => {
  const assigned = async () => {
    const range = await findBinRange(world.platform.store, 'P1');
    if (!range) throw new Error('no physical range');
    await addToStock(world.platform, range);
    const cardUserId = await reportedHolder(call);
    const request = { userReqNo: newNumber('assign'), binRangeId: 'P1', localCurrency: 'USD', cardUserId };
    return (await assignCard(request, call)).cardId;
  };
  const code = (cardId: string, activationCode: string) => ({ cardId, cardNo: 'any', activationCode });
  const activate = (cardId: string, activationCode: string) =>
    activateCard({ userReqNo: newNumber('active'), cardId, activationCode, pin: '295814' }, call);
  const cardItem = (cardId: string) => world.platform.store.get('cards', cardKey(cardId));

  it('is passed on, is in no table in clear, and activates the card', async () => {
    const cardId = await assigned();
    await applyActivationCode(code(cardId, '16180339'), message());
    expect(await everything()).not.toContain('16180339');
    const content = await delivered(await one('card_activation_code', cardId));
    expect(content).toMatchObject({ activationCode: '16180339', cardId });
    await activate(cardId, '16180339');
    expect(await cardItem(cardId)).toMatchObject({ status: 'active' });
    await expect(applyActivationCode(code(cardId, '16180340'), message())).rejects.toThrow(StatusNotSuitable);
  });

  it('replaces an earlier one, with all its attempts', async () => {
    const cardId = await assigned();
    await applyActivationCode(code(cardId, '11111112'), message());
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(activate(cardId, '00000000')).rejects.toThrow(ActivationRefused);
    await applyActivationCode(code(cardId, '22222223'), message());
    await expect(activate(cardId, '11111112')).rejects.toThrow(ActivationRefused);
    await activate(cardId, '22222223');
    expect(await cardItem(cardId)).toMatchObject({ status: 'active' });
  });

  it('is not needed where the bureau activates, which is told once, whoever says it', async () => {
    const cardId = await assigned();
    const status = (staus: 1 | 2) => applyActivationStatus({ cardId, staus }, message());
    await status(2);
    expect(await cardItem(cardId)).toMatchObject({ status: 'awaiting-activation' });
    await status(1);
    await status(1);
    expect(await cardItem(cardId)).toMatchObject({ status: 'active' });
    const said = (await read('card_activation_status', cardId)).map(
      ({ content }) => JSON.parse(content).staus,
    );
    expect(said.sort()).toEqual([1, 2]);
  });
});
