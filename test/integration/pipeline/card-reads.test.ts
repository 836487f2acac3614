import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../../shared/contract/routes.ts';
import { cloudPlatform } from '../../../shared/lambda/cloud-platform.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { deliver } from '../../../shared/notifications/deliver.ts';
import { openedCard } from '../../support/card-steps.ts';
import { saveMerchant } from '../../support/records.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { capturingLog } from '../../unit/lambda/log-lines.ts';
import { type ApiMerchant, handlersOf, openApiMerchant } from './api.ts';

let world: TestPlatform;
let merchant: ApiMerchant;
let cardId: string;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  world = await openTestPlatform();
  const changes = { cardDataInNotifications: true, notifyUrl: 'https://shop.example/' };
  merchant = await openApiMerchant(world, '70', { changes });
  cardId = await openedCard(world.call(merchant.merchant), { startDate: '2026-03-10' });
});

describe('whoever reads card data is noted with the card and the operation:', () => {
  it('a merchant by Card Inquiry, and not when there is nothing to read', async () => {
    world.cardReads.length = 0;
    const { cardInfo } = handlersOf(world.platform);
    await merchant.call(cardInfo, { cardId });
    await merchant.call(cardInfo, { cardId: '1' });
    expect(world.cardReads).toEqual([{ cardId, reader: 'merchant/70', operation: 'vcc/card-info' }]);
  });

  it('a merchant by a notification, at each attempt that tells it', async () => {
    world.cardReads.length = 0;
    const post = async () => ({ status: 200, body: 'SUCCESS' });
    const [{ orderId = '' } = {}] = (await world.books()).orders;
    await deliver(world.platform, post, `card_operate/${orderId}`);
    expect(world.cardReads).toEqual([{ cardId, reader: 'merchant/70', operation: 'worker/deliver' }]);
    await saveMerchant(world.platform.store, { ...merchant.merchant, cardDataInNotifications: false });
  });
});

it('in the cloud the note is a line of the log', async () => {
  const { cardRead } = cloudPlatform({});
  const read = { cardId: '1000000000000001', reader: 'upstream/90', operation: 'network/authorize' };
  const { lines } = await capturingLog(async () => cardRead(read));
  expect(lines).toMatchObject([{ level: 'INFO', message: 'card data read', ...read }]);
});

it('nobody reads the vault in a way that is not noted, and operations are named as they are', () => {
  const shared = join(import.meta.dirname, '../../../shared');
  const sources = globSync('**/*.ts', { cwd: shared }).map((file) => ({
    file,
    text: readFileSync(join(shared, file), 'utf8'),
  }));
  const reading = sources.filter(({ text }) => /vault\.read\(/.test(text)).map(({ file }) => file);
  expect(reading).toEqual(['cards/read-vault.ts']);
  const named = sources.flatMap(({ text }) =>
    [...text.matchAll(/operation: '([a-z]+\/[a-z-]+)'/g)].map(([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(1);
  for (const name of named) expect(routes.map((route) => route.function)).toContain(name);
});
