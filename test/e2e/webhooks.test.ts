import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../infra/demo/seed/seed.ts';
import { MessageRefused } from '../../shared/client/client-errors.ts';
import { saveBinRange } from '../../shared/domain/issuing/model/bin-range.ts';
import { type NotificationType, notifications } from '../../shared/wire/contract/notifications.ts';
import type { CaseContext } from '../support/cases/case.ts';
import { issuerOf, messages, UPSTREAM_RANGE } from '../support/cases/messages.ts';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';
import { openCoinNetworks } from '../support/fixtures/dpt.ts';
import { openMerchant, type TestMerchant } from '../support/fixtures/merchant.ts';
import { openUpstream, type TestUpstream } from '../support/fixtures/upstream.ts';

const deployment = sharedDeployment();
let merchant: TestMerchant;
let context: CaseContext;
/** The upstream of embedded cards, and the issuer of other cards' orders. */
let upstreams: Record<'embedded' | 'upstream', TestUpstream>;

/** Returns a predicate for the merchant's notification of the message. */
function isAbout(type: NotificationType, sent: Record<string, unknown>) {
  const field =
    { card_operate: 'orderId', dpt_payment_bill: 'orderNo', trade_fee: 'receiptNo' }[type as string] ??
    'cardId';
  const value = type === 'card_operate' ? sent['userReqNo'] : sent[field];
  return (content: Record<string, unknown>) => content[field] === value;
}

const types = Object.keys(notifications) as NotificationType[];
const message = async (type: NotificationType) => (await messages[type](context)) as Record<string, unknown>;
const send = (by: TestUpstream, type: NotificationType, content: object) =>
  by.client.send(type, content as never);
const received = async (type: NotificationType, content: Record<string, unknown>) =>
  (await merchant.awaitNotification(type, isAbout(type, content) as never)) as Record<string, unknown>;

async function refusal(sending: Promise<void>): Promise<string> {
  try {
    await sending;
    return 'accepted';
  } catch (error) {
    if (error instanceof MessageRefused) return `${error.status} ${error.errorCode}`;
    throw error;
  }
}

beforeAll(async () => {
  const { store } = deployment.operator.deps;
  await saveBinRange(store, UPSTREAM_RANGE);
  await openCoinNetworks(store);
  const binRangeIds = [...DEMO_RANGES, UPSTREAM_RANGE].map(({ binRangeId }) => binRangeId);
  merchant = await openMerchant(deployment, { usd: 1_000_000n, changes: { binRangeIds } });
  const [embedded, upstream] = await Promise.all([
    openUpstream(deployment),
    openUpstream(deployment, { issuer: 'upstream' }),
  ]);
  upstreams = { embedded, upstream };
  context = { deployment, merchant, otherMerchant: merchant, upstream: embedded };
});
afterAll(async () => {
  await merchant.close();
  deployment.operator.close();
});

describe.each(types)('%s', (type) => {
  it('is accepted and reaches the merchant once, however often it is delivered', async () => {
    const content = await message(type);
    for (const _ of [1, 2, 3]) await send(upstreams[issuerOf(type)], type, content);
    const reached = await received(type, content);
    expect(notifications[type].outbound.safeParse(reached).error?.issues).toBeUndefined();
    const next = await message(type);
    await send(upstreams[issuerOf(type)], type, next);
    await received(type, next);
    const about = isAbout(type, content);
    const category = content['transCategory'];
    const same = merchant.notifications.filter(
      (one) =>
        one.type === type &&
        about(one.content as never) &&
        (one.content as Record<string, unknown>)['transCategory'] === category,
    );
    expect(same).toHaveLength(1);
  });

  it('is refused from an upstream without the permission for it', async () => {
    const others = types.filter((other) => other !== type);
    const unentitled = await openUpstream(deployment, { issuer: issuerOf(type), types: others });
    expect(await refusal(send(unentitled, type, await message(type)))).toBe('403 110002');
  });

  it.skipIf(type === 'dpt_payment_bill')(
    'about another issuer’s card or order has no effect here',
    async () => {
      const foreign = upstreams[issuerOf(type) === 'embedded' ? 'upstream' : 'embedded'];
      const content = await message(type);
      const before = merchant.notifications.filter((one) => one.type === type).length;
      // The money has already moved: the message is accepted, and its money is in suspense until an operator attributes
      // it.
      const stored = type === 'card_transaction' || type === 'trade_fee' ? 'accepted' : '404 120001';
      expect(await refusal(send(foreign, type, content))).toBe(stored);
      expect(merchant.notifications.filter((one) => one.type === type)).toHaveLength(before);
    },
  );
});

it('leaves clean books', async () => {
  const differences = await auditDifferences(deployment, merchant.userNo);
  expect(differences).toEqual([]);
});
