import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { deliver, type Post } from '../../../shared/domain/delivery/deliver.ts';
import { fulfilOrder } from '../../../shared/domain/issuing/orders/fulfil-order.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { merchantOperation } from '../../../shared/lambda/merchant-operation.ts';
import { queueWorker } from '../../../shared/lambda/worker.ts';
import { catalogue } from '../../../shared/wire/contract/catalogue.ts';
import { capturingLog } from '../../support/fixtures/captured-log.ts';
import { newRequestNo } from '../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type ApiMerchant, apiEvent, handlersOf, invoke, openApiMerchant, sealText } from './api-fixture.ts';

let fixture: TestPlatform;
let handlers: ReturnType<typeof handlersOf>;
let merchant: ApiMerchant;
/** Everything that was sent over the wire: no part of the ciphertext may appear in a log. */
const wire: string[] = [];

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  handlers = handlersOf(fixture.deps);
  const changes = { cardDataInNotifications: true, notifyUrl: 'http://127.0.0.1/' };
  merchant = await openApiMerchant(fixture, '60', { changes });
});

const context = { getRemainingTimeInMillis: () => 10_000 } as Context;
const queued = (field: string, id: string): SQSEvent => ({
  Records: [{ messageId: 'm', eventSource: 'aws:sqs', body: JSON.stringify({ [field]: id }) } as SQSRecord],
});
const post: Post = async (_, body) => {
  wire.push(body);
  return { status: 500, body: 'no' };
};

/** Runs the workers that fulfil an order and deliver its notification, as the queues do. */
async function work(orderId: string): Promise<void> {
  await queueWorker('orderId', async (id) => ({ ...(await fulfilOrder(fixture.deps, id)) }))(
    queued('orderId', orderId),
    context,
  );
  const notificationId = `60/card_operate/${orderId}`;
  const delivering = queueWorker('notificationId', async (id) => ({
    ...(await deliver(fixture.deps, post, id)),
  }));
  await delivering(queued('notificationId', notificationId), context);
}

const call = async (name: keyof typeof handlers, content: object, requestId: string) => {
  const body = merchant.envelope(content);
  wire.push(body);
  const { envelope, result } = await merchant.call(handlers[name], content, requestId);
  if (envelope.success) wire.push(envelope.result);
  return result;
};

/**
 * Runs a card's whole life, with an inquiry of its number, a refusal and a failure whose message contains the number.
 */
async function everything(): Promise<string> {
  const dates = { startDate: '2026-03-01', endDate: '2027-03-01' };
  const apply = {
    userReqNo: newRequestNo('log'),
    localCurrency: 'USD',
    ...dates,
    authLimitAmount: 100,
    enableCurrencyCheck: 0,
  };
  const { orderId } = await call('cardApply', apply, 'request-apply');
  const cardId = String(orderId);
  await work(cardId);
  const { cardNo, cardVerifyNo } = await call('cardInfo', { cardId }, 'request-info');
  await call(
    'cardRefund',
    { userReqNo: newRequestNo('log'), cardId, refundAmount: 1_000 },
    'request-refused',
  );
  await call('cardApply', { ...apply, cardAlias: cardNo, userReqNo: newRequestNo('log') }, 'request-alias');
  const failing = merchantOperation(
    catalogue.cardBin,
    () =>
      Promise.reject(
        new Error(`card ${cardNo} of ${merchant.keys[0]}`, { cause: { cardNo, cvv2: cardVerifyNo } }),
      ),
    fixture.deps,
  );
  await merchant.call(failing, {}, 'request-failed');
  await invoke(
    handlers.cardBin,
    apiEvent(merchant.envelope({}, { dataContent: 'ab'.repeat(128) }), { requestId: 'request-unknown' }),
  );
  return cardId;
}

describe('the log of a card’s life', () => {
  it('has no card number, CVV2, key or ciphertext, and its lines have the id of their request', async () => {
    const { value: cardId, text, lines } = await capturingLog(everything);
    const secrets = await fixture.deps.vault.read(cardId);
    expect(secrets?.cardNo).toMatch(/^\d{16}$/);
    for (const form of [`${secrets?.cardNo}`, `"${secrets?.cvv2}"`, `\\"${secrets?.cvv2}\\"`])
      expect(text).not.toContain(form);
    for (const pem of merchant.keys) {
      const [, middle = pem] = pem.split('\n');
      expect(text).not.toContain(middle);
    }
    const pieces = wire.flatMap((sent) => sent.match(/[0-9a-f]{64}/g) ?? []);
    expect(pieces.length).toBeGreaterThan(20);
    expect(pieces.filter((piece) => text.includes(piece))).toEqual([]);
    const received = (correlationId: string) =>
      lines.filter((line) => line['correlationId'] === correlationId);
    expect(received('request-apply').map(({ message }) => message)).toEqual(['answered', 'worked', 'worked']);
    expect(received('request-info')).toMatchObject([
      { level: 'INFO', message: 'answered', operation: 'vcc/card-info', userNo: '60' },
    ]);
    expect(received('request-refused')).toMatchObject([
      { level: 'WARN', message: 'refused', errorCode: '110006' },
    ]);
    expect(received('request-failed')).toMatchObject([
      { level: 'ERROR', message: 'failed', error: { name: 'Error' } },
    ]);
  });

  it('has the request id of a refused sign-in', async () => {
    const body = merchant.envelope({}, { dataContent: sealText('no JSON', merchant.sealKey) });
    const { lines } = await capturingLog(() =>
      invoke(handlers.cardBin, apiEvent(body, { requestId: 'request-stranger' })),
    );
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'WARN',
        message: 'sign-in refused',
        errorCode: '100002',
        claimed: '60',
        cause: 'not a JSON object of acceptable depth',
        correlationId: 'request-stranger',
      }),
    ]);
  });

  it('never has the merchant of an earlier request', async () => {
    await capturingLog(() => merchant.call(handlers.cardBin, {}, 'request-before'));
    const { lines } = await capturingLog(() =>
      invoke(handlers.cardBin, apiEvent('garbage', { requestId: 'request-after' })),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatchObject({ userNo: '60' });
    expect(lines[0]).not.toMatchObject({ correlationId: 'request-before' });
  });
});
