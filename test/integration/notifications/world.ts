import type { RsaModulusBits } from '../../../shared/codec/keys.ts';
import type { Merchant } from '../../../shared/merchants/merchant.ts';
import { deliver } from '../../../shared/notifications/deliver.ts';
import { httpPost } from '../../../shared/notifications/http.ts';
import {
  type Notification,
  notificationFrom,
  notificationKey,
  notificationPut,
} from '../../../shared/notifications/notification.ts';
import type { Platform } from '../../../shared/platform/platform.ts';
import { openedCard } from '../../support/card-steps.ts';
import { saveMerchant } from '../../support/records.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { type Endpoint, openEndpoint } from './endpoint.ts';

/** A platform with merchants that have an endpoint in this process. */
export interface NotificationWorld extends TestPlatform {
  readonly endpoint: Endpoint;
  /** A new merchant's opened card and the notification of it. */
  news(
    changes?: Partial<Merchant>,
    platformKeyBits?: RsaModulusBits,
  ): Promise<{ merchant: Merchant; cardId: string; id: string }>;
  /** A new merchant without a card. */
  merchantTold(changes?: Partial<Merchant>, platformKeyBits?: RsaModulusBits): Promise<Merchant>;
  /** So many notifications for the merchant, put into the outbox at once. */
  tell(merchant: Merchant, count?: number): Promise<string[]>;
  /** The next attempt at it over real HTTP. */
  deliverNow(id: string, changes?: Partial<Platform>): Promise<Notification | undefined>;
  /** An attempt at it by a worker that is cut off while the merchant has not answered. */
  cutOff(id: string, changes?: Partial<Platform>): Promise<void>;
  /** Eight attempts without success, after which it is given up. */
  giveUp(id: string): Promise<void>;
  /** The notification as the table holds it. */
  kept(id: string): Promise<Notification & { dueAt?: number; dueShard?: string }>;
}

const post = httpPost({ rules: { loopback: true } });

let merchants = 0;
let facts = 0;

/** Opens a platform and an endpoint for its merchants. */
export async function openNotificationWorld(): Promise<NotificationWorld> {
  const world = await openTestPlatform();
  const endpoint = await openEndpoint();
  const { store } = world.platform;
  const merchantTold: NotificationWorld['merchantTold'] = async (changes = {}, platformKeyBits = 1024) => {
    merchants += 1;
    const opened = await world.merchant(String(700 + merchants), 1_000_000n, platformKeyBits);
    const merchant = { ...opened, notifyUrl: endpoint.url, ...changes };
    await saveMerchant(store, merchant);
    return merchant;
  };
  const kept: NotificationWorld['kept'] = async (id) =>
    notificationFrom((await store.get('notifications', notificationKey(id))) ?? {});
  return {
    ...world,
    endpoint,
    merchantTold,
    tell: async ({ userNo }, count = 1) => {
      const puts = Array.from({ length: count }, () => {
        facts += 1;
        const content = { cardId: 1, staus: 1, status: 1 };
        const news = { type: 'card_activation_status', subject: `fact-${facts}`, userNo, content } as const;
        return notificationPut(world.platform, { ...news, correlationId: `told-${facts}` });
      });
      for (const put of puts) await store.write([put]);
      return puts.map(({ item }) => String(item['notificationId']));
    },
    news: async (changes = {}, platformKeyBits = 1024) => {
      const merchant = await merchantTold(changes, platformKeyBits);
      const cardId = await openedCard(world.call(merchant));
      return { merchant, cardId, id: `card_operate/${cardId}` };
    },
    deliverNow: (id, changes = {}) => deliver({ ...world.platform, ...changes }, post, id),
    cutOff: (id, changes = {}) =>
      new Promise<void>((resolve) => {
        const neverAnswered = () => {
          resolve();
          return new Promise<never>(() => {});
        };
        void deliver({ ...world.platform, ...changes }, neverAnswered, id);
      }),
    giveUp: async (id) => {
      for (let nth = 1; nth <= 8; nth += 1) {
        await deliver(world.platform, async () => ({ status: 500, body: 'busy' }), id);
        world.moveClock((await kept(id)).nextAttemptAt - world.platform.now());
      }
    },
    kept,
  };
}
