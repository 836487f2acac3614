import { deliver } from '../../../../shared/domain/delivery/deliver.ts';
import type { Dependencies } from '../../../../shared/domain/dependencies.ts';
import {
  type Notification,
  notificationFrom,
  notificationKey,
} from '../../../../shared/domain/notifications/notification.ts';
import { notificationPut } from '../../../../shared/domain/notifications/outbox.ts';
import type { Merchant } from '../../../../shared/domain/parties/merchant.ts';
import { httpPost } from '../../../../shared/runtime/http/http-client.ts';
import type { RsaModulusBits } from '../../../../shared/wire/codec/keys.ts';
import { type Endpoint, openEndpoint } from '../../../support/endpoints/http-endpoint.ts';
import { openedCard } from '../../../support/fixtures/card-steps.ts';
import { saveMerchant } from '../../../support/fixtures/save-parties.ts';
import {
  type DependencyChanges,
  openTestPlatform,
  type TestPlatform,
} from '../../../support/fixtures/test-platform.ts';

/** A platform whose merchants have an endpoint in this process. */
export interface DeliveryFixture extends TestPlatform {
  readonly endpoint: Endpoint;
  /** Opens a card for a new merchant and returns its notification. */
  newCardNotification(
    changes?: Partial<Merchant>,
    platformKeyBits?: RsaModulusBits,
  ): Promise<{ merchant: Merchant; cardId: string; id: string }>;
  /** Creates a merchant without a card. */
  newMerchant(changes?: Partial<Merchant>, platformKeyBits?: RsaModulusBits): Promise<Merchant>;
  /** Puts `count` notifications for the merchant into the outbox at once. */
  enqueue(merchant: Merchant, count?: number): Promise<string[]>;
  /** Makes the next attempt over real HTTP. */
  deliverNow(id: string, changes?: Partial<Dependencies>): Promise<Notification | undefined>;
  /** Makes an attempt whose worker crashes before the merchant responds. */
  crashDuringAttempt(id: string, changes?: Partial<Dependencies>): Promise<void>;
  /** Makes eight failed attempts, after which the notification is a dead letter. */
  giveUp(id: string): Promise<void>;
  /** Returns the notification as it is stored. */
  stored(id: string): Promise<Notification & { dueAt?: number; dueShard?: string }>;
}

const post = httpPost({ policy: { allowLoopback: true } });

let merchants = 0;
let facts = 0;

/** Opens a platform and an endpoint for its merchants. */
export async function openDeliveryFixture(changes?: DependencyChanges): Promise<DeliveryFixture> {
  const fixture = await openTestPlatform(changes);
  const endpoint = await openEndpoint();
  const { store } = fixture.deps;
  const newMerchant: DeliveryFixture['newMerchant'] = async (changes = {}, platformKeyBits = 1024) => {
    merchants += 1;
    const opened = await fixture.merchant(String(700 + merchants), 1_000_000n, platformKeyBits);
    const merchant = { ...opened, notifyUrl: endpoint.url, ...changes };
    await saveMerchant(store, merchant);
    return merchant;
  };
  const stored: DeliveryFixture['stored'] = async (id) =>
    notificationFrom((await store.get('notifications', notificationKey(id))) ?? {});
  return {
    ...fixture,
    endpoint,
    newMerchant,
    enqueue: async ({ userNo }, count = 1) => {
      const puts = Array.from({ length: count }, () => {
        facts += 1;
        const content = { cardId: 1, staus: 1, status: 1 };
        const message = {
          type: 'card_activation_status',
          subject: `fact-${facts}`,
          userNo,
          content,
        } as const;
        return notificationPut(fixture.deps, { ...message, correlationId: `told-${facts}` });
      });
      for (const put of puts) await store.write([put]);
      return puts.map(({ item }) => String(item['notificationId']));
    },
    newCardNotification: async (changes = {}, platformKeyBits = 1024) => {
      const merchant = await newMerchant(changes, platformKeyBits);
      const cardId = await openedCard(fixture.call(merchant));
      return { merchant, cardId, id: `${merchant.userNo}/card_operate/${cardId}` };
    },
    deliverNow: (id, changes = {}) => deliver({ ...fixture.deps, ...changes }, post, id),
    crashDuringAttempt: (id, changes = {}) =>
      new Promise<void>((resolve) => {
        const neverResponds = () => {
          resolve();
          return new Promise<never>(() => {});
        };
        void deliver({ ...fixture.deps, ...changes }, neverResponds, id);
      }),
    giveUp: async (id) => {
      for (let nth = 1; nth <= 8; nth += 1) {
        await deliver(fixture.deps, async () => ({ status: 500, body: 'busy' }), id);
        fixture.moveClock((await stored(id)).nextAttemptAt - fixture.deps.now());
      }
    },
    stored,
  };
}
