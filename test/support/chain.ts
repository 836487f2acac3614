import { connectDemoChain, rangesAt } from '../../infra/ops/demo-chain.ts';
import { withUpstreams } from '../../shared/issuer/upstream/open.ts';
import { logger } from '../../shared/lambda/logger.ts';
import type { Merchant } from '../../shared/merchants/merchant.ts';
import { deliver, type Post } from '../../shared/notifications/deliver.ts';
import { type Notification, notificationFrom } from '../../shared/notifications/notification.ts';
import { fulfilOrder } from '../../shared/orders/fulfil.ts';
import type { Call, Platform } from '../../shared/platform/platform.ts';
import { findUpstream } from '../../shared/upstreams/upstream.ts';
import { type Line, operationsDoor, webhooksDoor } from './chain-doors.ts';
import { saveMerchant, saveUpstream } from './records.ts';
import { EVERY_RIGHT } from './rights.ts';
import { openTestPlatform, type TestPlatform } from './test-platform.ts';

/** The name under which A knows B. */
export const BELOW = 'below';
/** A's merchant number at B, and what B has on its account in cents. */
export const OUR_NUMBER = '70000001';
export const PREFUNDED = 10_000_000n;

/** A platform that resells the cards of another: A's orders are carried out by B, over the real doors of both. */
export interface Chain {
  /** A, the platform above, with its merchant's call. */
  readonly a: TestPlatform & { readonly platform: Platform };
  readonly call: Call;
  /** B, the platform below, where A is a merchant. */
  readonly b: TestPlatform;
  /** What happens to calls from A to B; nothing but their being answered unless a test says so. */
  readonly line: Line;
  /** B carries out what A asked for. */
  fulfilBelow(): Promise<void>;
  /** B tells A everything that waits to be told; answers what A said to each. */
  tell(): Promise<string[]>;
  /** Tells again what A was told already. */
  tellAgain(notification: Notification): Promise<string>;
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
export async function openChain(): Promise<Chain> {
  logger.setLogLevel('SILENT');
  const [above, b] = await Promise.all([openTestPlatform(), openTestPlatform()]);
  const line = operationsDoor(b.platform);
  const platform = withUpstreams(above.platform, { sealer: above.sealer, fetch: line.fetch });
  // Operators' commands go by the same clock: what they send below is signed by it.
  const operator = { ...above.operator, platform: { ...above.operator.platform, now: platform.now } };
  const a = { ...above, platform, operator };
  await connect(a, b);
  const door = webhooksDoor(platform);
  const call = await merchantOf(a);
  const notifications = async () =>
    (await b.operator.scan('notifications'))
      .filter(({ pk }) => String(pk).startsWith('notification/'))
      .map(notificationFrom)
      .sort((one, other) => one.createdAt - other.createdAt);
  const tellOne = async ({ notificationId }: Notification) => {
    const answers: string[] = [];
    const post: Post = async (url, body, headers) => {
      const answer = await door(new URL(url).pathname, body, headers);
      answers.push(answer.body);
      return answer;
    };
    await deliver(b.platform, post, notificationId);
    return answers.join();
  };
  const tell = async () => {
    const answers: string[] = [];
    for (const notification of await notifications())
      if (notification.status === 'pending') answers.push(await tellOne(notification));
    return answers;
  };
  const fulfil = async (orderId: string) => {
    await fulfilOrder(platform, orderId);
  };
  return {
    a,
    b,
    call,
    line,
    tell,
    fulfil,
    notifications,
    fulfilBelow: () => b.fulfilAll(),
    tellAgain: async (notification) => {
      const { pk } = { pk: `notification/${notification.notificationId}` };
      const set = { status: 'pending', attempts: 0, nextAttemptAt: 0 };
      await b.platform.store.write([{ kind: 'update', table: 'notifications', key: { pk }, set }]);
      return tellOne(notification);
    },
    settle: async (orderId) => {
      await fulfil(orderId);
      await b.fulfilAll();
      await tell();
    },
    moveClocks: (ms) => {
      a.moveClock(ms);
      b.moveClock(ms);
    },
    differences: async () =>
      [...(await a.audit()), ...(await b.audit())].flatMap(({ differences }) => [...differences]),
  };
}

/** A is a merchant of B with money there, and B an upstream of A that tells whole card numbers, and any refund. */
async function connect(a: TestPlatform, b: TestPlatform): Promise<void> {
  const side = ({ platform, operator }: TestPlatform) => ({ platform, environment: operator.environment });
  await connectDemoChain(side(a), side(b), {
    name: BELOW,
    number: OUR_NUMBER,
    down: 'http://below.invalid',
    up: 'http://above.invalid',
    prefunded: PREFUNDED,
    cardDataInNotifications: true,
  });
  const { store } = a.platform;
  const below = await findUpstream(store, OUR_NUMBER);
  if (below) await saveUpstream(store, { ...below, ceilings: EVERY_RIGHT.ceilings ?? {} });
}

async function merchantOf(a: TestPlatform): Promise<Call> {
  const onboarded = await a.merchant('10000001', 1_000_000n);
  const binRangeIds = [...onboarded.binRangeIds, ...rangesAt(BELOW).map(({ binRangeId }) => binRangeId)];
  const merchant: Merchant = { ...onboarded, binRangeIds };
  await saveMerchant(a.platform.store, merchant);
  return { ...a.call(merchant), platform: a.platform };
}
