import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../../../shared/domain/delivery/deliver.ts';
import { awsDependencies } from '../../../shared/lambda/aws-dependencies.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { HOUR_MS } from '../../../shared/runtime/duration.ts';
import { routes } from '../../../shared/wire/contract/routes.ts';
import { capturingLog } from '../../support/fixtures/captured-log.ts';
import { openedCard } from '../../support/fixtures/card-steps.ts';
import { saveMerchant } from '../../support/fixtures/save-parties.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type ApiMerchant, handlersOf, openApiMerchant } from './api-fixture.ts';

let fixture: TestPlatform;
let merchant: ApiMerchant;
let cardId: string;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  const changes = { cardDataInNotifications: true, notifyUrl: 'https://shop.example/' };
  merchant = await openApiMerchant(fixture, '70', { changes });
  cardId = await openedCard(fixture.call(merchant.merchant), { startDate: '2026-03-10' });
});

describe('a read of card data is recorded with reader, card and operation:', () => {
  it('a merchant’s Card Inquiry, unless there is nothing to read', async () => {
    fixture.cardReads.length = 0;
    const { cardInfo } = handlersOf(fixture.deps);
    await merchant.call(cardInfo, { cardId });
    await merchant.call(cardInfo, { cardId: '1' });
    expect(fixture.cardReads).toEqual([{ cardId, reader: 'merchant/70', operation: 'vcc/card-info' }]);
  });

  it('each notification attempt with card data', async () => {
    const [{ orderId = '' } = {}] = (await fixture.snapshot()).orders;
    for (const status of [500, 200]) {
      fixture.cardReads.length = 0;
      await deliver(fixture.deps, async () => ({ status, body: 'SUCCESS' }), `70/card_operate/${orderId}`);
      expect(fixture.cardReads).toEqual([{ cardId, reader: 'merchant/70', operation: 'worker/deliver' }]);
      fixture.moveClock(HOUR_MS);
    }
    await saveMerchant(fixture.deps.store, { ...merchant.merchant, cardDataInNotifications: false });
  });
});

it('on AWS the record is a line of the log', async () => {
  const { auditCardRead } = awsDependencies({});
  const read = { cardId: '1000000000000001', reader: 'upstream/90', operation: 'network/authorize' };
  const { lines } = await capturingLog(async () => auditCardRead(read));
  expect(lines).toMatchObject([{ level: 'INFO', message: 'card data read', ...read }]);
});

it('the vault is read only where it is recorded, under names of existing functions', () => {
  const shared = join(import.meta.dirname, '../../../shared');
  const sources = globSync('**/*.ts', { cwd: shared }).map((file) => ({
    file,
    text: readFileSync(join(shared, file), 'utf8'),
  }));
  const reading = sources.filter(({ text }) => /vault\.read\(/.test(text)).map(({ file }) => file);
  expect(reading).toEqual(['domain/issuing/cards/vault-access.ts']);
  const named = sources.flatMap(({ text }) =>
    [...text.matchAll(/operation: '([a-z]+\/[a-z-]+)'/g)].map(([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(1);
  for (const name of named) expect(routes.map((route) => route.function)).toContain(name);
});
