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

/** The name of B as an external issuer of A. */
export const ISSUER_NAME = 'partner';
/** A's merchant number at B, and A's balance there in cents. */
export const RESELLER_NO = '70000001';
export const PREFUNDED = 10_000_000n;

/** Two platforms, A and B. A resells the cards of B and calls B's real Lambdas. */
export interface TwoPlatforms {
  /** A, with its merchant's call. */
  readonly reseller: TestPlatform & { readonly deps: Dependencies };
  readonly call: MerchantCall;
  /** B, of which A is a merchant. */
  readonly issuer: TestPlatform;
  /** The connection from A to B. By default every call is answered. */
  readonly link: IssuerLink;
  /** Has B fulfil A's orders. */
  fulfilAtIssuer(): Promise<void>;
  /** Delivers all of B's pending notifications to A. Returns A's answer to each. */
  deliverAll(): Promise<string[]>;
  /** Delivers a notification to A again. */
  redeliver(notification: Notification): Promise<string>;
  /** B's notifications to A, ordered by time. */
  notifications(): Promise<Notification[]>;
  /** Runs A's worker for the order. */
  fulfil(orderId: string): Promise<void>;
  /** Has B fulfil the order and notify A of its outcome. */
  settle(orderId: string): Promise<void>;
  /** Moves both clocks, which otherwise stand still. */
  moveClocks(ms: number): void;
  /** Returns the differences that both audits find. */
  differences(): Promise<string[]>;
}

/** Opens both platforms and connects them. */
export async function openTwoPlatforms(): Promise<TwoPlatforms> {
  logger.setLogLevel('SILENT');
  const [platform, issuer] = await Promise.all([openTestPlatform(), openTestPlatform(fulfilledLater)]);
  const link = issuerApi(issuer.deps);
  const deps = withExternalIssuers(platform.deps, { sealer: platform.sealer, fetch: link.fetch });
  // Operators' commands use the same clock: it is in the signatures of their calls to B.
  const operator = { ...platform.operator, deps: { ...platform.operator.deps, now: deps.now } };
  const reseller = { ...platform, deps, operator };
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

/** Makes A a merchant of B with money there, and B an upstream of A that may send full card numbers and any refund. */
async function connect(reseller: TestPlatform, issuer: TestPlatform): Promise<void> {
  const side = ({ deps, operator }: TestPlatform) => ({ deps, environment: operator.environment });
  await connectTwoClouds(side(reseller), side(issuer), {
    issuerName: ISSUER_NAME,
    userNo: RESELLER_NO,
    issuerUrl: 'http://issuer.invalid',
    resellerUrl: 'http://reseller.invalid',
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
