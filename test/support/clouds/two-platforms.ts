import { connectTwoClouds, resoldRanges } from '../../../infra/demo/seed/two-clouds.ts';
import { deliver, type Post } from '../../../shared/domain/delivery/deliver.ts';
import type { Dependencies, MerchantCall } from '../../../shared/domain/dependencies.ts';
import { withExternalIssuers } from '../../../shared/domain/issuing/issuers/external/open-issuers.ts';
import { fulfilOrder } from '../../../shared/domain/issuing/orders/fulfil-order.ts';
import { type Notification, notificationFrom } from '../../../shared/domain/notifications/notification.ts';
import type { Merchant } from '../../../shared/domain/parties/merchant.ts';
import { findUpstream } from '../../../shared/domain/parties/upstream.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { type IssuerLink, issuerApi, resellerWebhooks } from '../endpoints/in-process-apis.ts';
import { saveMerchant, saveUpstream } from '../fixtures/save-parties.ts';
import { fulfilledLater, openTestPlatform, type TestPlatform } from '../fixtures/test-platform.ts';
import { ALL_PERMISSIONS } from '../fixtures/upstream-permissions.ts';

/** The name under which A knows B. */
export const ISSUER_NAME = 'below';
/** A's merchant number at B, and what B has on its account in cents. */
export const RESELLER_NO = '70000001';
export const PREFUNDED = 10_000_000n;

/** A platform that resells the cards of another: A's orders are carried out by B, over the real doors of both. */
export interface TwoPlatforms {
  /** A, the platform above, with its merchant's call. */
  readonly reseller: TestPlatform & { readonly deps: Dependencies };
  readonly call: MerchantCall;
  /** B, the platform below, where A is a merchant. */
  readonly issuer: TestPlatform;
  /** What happens to calls from A to B; nothing but their being answered unless a test says so. */
  readonly link: IssuerLink;
  /** B carries out what A asked for. */
  fulfilAtIssuer(): Promise<void>;
  /** B tells A everything that waits to be told; answers what A said to each. */
  deliverAll(): Promise<string[]>;
  /** Tells again what A was told already. */
  redeliver(notification: Notification): Promise<string>;
  /** Notifications of B to A, in the order of their time. */
  notifications(): Promise<Notification[]>;
  /** A's worker is woken for the order. */
  fulfil(orderId: string): Promise<void>;
  /** The order goes all the way and comes back. */
  settle(orderId: string): Promise<void>;
  /** Both clocks, which stand still otherwise. */
  moveClocks(ms: number): void;
  /** Everything that both audits find. */
  differences(): Promise<string[]>;
}

/** Opens both platforms and connects them. */
export async function openTwoPlatforms(): Promise<TwoPlatforms> {
  logger.setLogLevel('SILENT');
  const [above, issuer] = await Promise.all([openTestPlatform(), openTestPlatform(fulfilledLater)]);
  const link = issuerApi(issuer.deps);
  const deps = withExternalIssuers(above.deps, { sealer: above.sealer, fetch: link.fetch });
  // Operators' commands go by the same clock: what they send below is signed by it.
  const operator = { ...above.operator, deps: { ...above.operator.deps, now: deps.now } };
  const reseller = { ...above, deps, operator };
  await connect(reseller, issuer);
  const webhooks = resellerWebhooks(deps);
  const call = await merchantOf(reseller);
  const notifications = async () =>
    (await issuer.operator.scan('notifications'))
      .filter(({ pk }) => String(pk).startsWith('notification/'))
      .map(notificationFrom)
      .sort((one, other) => one.createdAt - other.createdAt);
  const deliverOne = async ({ notificationId }: Notification) => {
    const responses: string[] = [];
    const post: Post = async (url, body, headers) => {
      const answer = await webhooks(new URL(url).pathname, body, headers);
      responses.push(answer.body);
      return answer;
    };
    await deliver(issuer.deps, post, notificationId);
    return responses.join();
  };
  const deliverAll = async () => {
    const answers: string[] = [];
    for (const notification of await notifications())
      if (notification.status === 'pending') answers.push(await deliverOne(notification));
    return answers;
  };
  const fulfil = async (orderId: string) => {
    await fulfilOrder(deps, orderId);
  };
  return {
    reseller,
    issuer,
    call,
    link,
    deliverAll,
    fulfil,
    notifications,
    fulfilAtIssuer: () => issuer.fulfilAll(),
    redeliver: async (notification) => {
      const { pk } = { pk: `notification/${notification.notificationId}` };
      const set = { status: 'pending', attempts: 0, nextAttemptAt: 0 };
      await issuer.deps.store.write([{ kind: 'update', table: 'notifications', key: { pk }, set }]);
      return deliverOne(notification);
    },
    settle: async (orderId) => {
      await fulfil(orderId);
      await issuer.fulfilAll();
      await deliverAll();
    },
    moveClocks: (ms) => {
      reseller.moveClock(ms);
      issuer.moveClock(ms);
    },
    differences: async () =>
      [...(await reseller.audit()), ...(await issuer.audit())].flatMap(({ differences }) => [...differences]),
  };
}

/** A is a merchant of B with money there, and B an upstream of A that tells whole card numbers, and any refund. */
async function connect(reseller: TestPlatform, issuer: TestPlatform): Promise<void> {
  const side = ({ deps, operator }: TestPlatform) => ({ deps, environment: operator.environment });
  await connectTwoClouds(side(reseller), side(issuer), {
    issuerName: ISSUER_NAME,
    userNo: RESELLER_NO,
    issuerUrl: 'http://below.invalid',
    resellerUrl: 'http://above.invalid',
    prefunded: PREFUNDED,
    cardDataInNotifications: true,
  });
  const { store } = reseller.deps;
  const upstream = await findUpstream(store, RESELLER_NO);
  if (upstream) await saveUpstream(store, { ...upstream, ceilings: ALL_PERMISSIONS.ceilings ?? {} });
}

async function merchantOf(reseller: TestPlatform): Promise<MerchantCall> {
  const onboarded = await reseller.merchant('10000001', 1_000_000n);
  const binRangeIds = [
    ...onboarded.binRangeIds,
    ...resoldRanges(ISSUER_NAME).map(({ binRangeId }) => binRangeId),
  ];
  const merchant: Merchant = { ...onboarded, binRangeIds };
  await saveMerchant(reseller.deps.store, merchant);
  return { ...reseller.call(merchant), deps: reseller.deps };
}
