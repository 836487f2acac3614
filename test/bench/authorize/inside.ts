import { DEMO_RANGES } from '../../../infra/demo/seed/seed.ts';
import { authorize } from '../../../shared/domain/issuing/transactions/authorize/authorize.ts';
import { balanceKey, cardAccount } from '../../../shared/domain/money/ledger/account.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { networkOperation } from '../../../shared/lambda/network-operation.ts';
import { networkAuthorize } from '../../../shared/wire/contract/card-network.ts';
import { apiEvent, invoke, openApiMerchant } from '../../integration/lambda/api-fixture.ts';
import { openWebhookUpstream } from '../../integration/lambda/webhook-fixture.ts';
import { cardItem, listedCard } from '../../support/fixtures/listing-fixtures.ts';
import type { TestPlatform } from '../../support/fixtures/test-platform.ts';
import { countedRounds } from '../../support/stores/counted-rounds.ts';
import { openPlatform } from '../warm/request.ts';
import type { Inside, Phases } from './figures.ts';

// Measures authorizations in the function, over a store that answers at once. It is a process of its own, because its
// log is discarded. It sends its parent the milliseconds of each one, and the rounds to the store.

const WARM_UPS = 3_000;
const MEASURED = 3_000;
const MERCHANT = '1000001';
const NETWORK = '90000001';
const SECRETS = { cardNo: '4999001000000015', cvv2: '123', expiry: '2099-03' };

const { deps, sealer, store } = openPlatform();
const fixture = { deps, sealer } as TestPlatform;
const { merchant } = await openApiMerchant(fixture, MERCHANT, { bits: 1024 });
const upstream = await openWebhookUpstream(fixture, NETWORK);
const dates = { startDate: '2020-01-01', endDate: '2099-01-01', expiry: SECRETS.expiry };
const card = {
  ...listedCard(merchant.userNo, { ordinal: 1, createdAt: 0 }, { cardType: 1, status: 'active' }),
  ...dates,
  binRangeId: DEMO_RANGES[0]?.binRangeId ?? '',
};
const owner = { userNo: card.userNo, currency: card.currency };
await deps.vault.createHashKey();
await deps.vault.getOrCreate(card.cardId, () => SECRETS, owner);
const balance = { ...balanceKey(cardAccount(card.cardId, card.currency)), available: 10n ** 12n, frozen: 0n };
await store.write([
  { kind: 'put', table: 'cards', item: cardItem(card) },
  { kind: 'put', table: 'ledger', item: balance },
]);
store.freeze();

logger.setLogLevel('INFO');
const counted = countedRounds(store);
const handler = networkOperation(networkAuthorize, authorize, deps);
const countedHandler = networkOperation(networkAuthorize, authorize, { ...deps, store: counted.store });

const event = (nth: number) => {
  const { cardNo, cvv2, expiry } = SECRETS;
  const purchase = { networkId: `purchase-${nth}`, cardNo, cvv2, expiry, merchantName: 'Coffee House' };
  return apiEvent(upstream.request({ ...purchase, transCurrency: card.currency, transCurrencyAmt: 1 }));
};
/**
 * Returns the elapsed time and this process's processor time, in milliseconds. Other processes disturb only the former.
 */
async function decide(by: typeof handler, nth: number): Promise<Phases> {
  const request = event(nth);
  const [before, cpuBefore] = [performance.now(), process.cpuUsage()];
  const { body } = await invoke(by, request);
  const { user, system } = process.cpuUsage(cpuBefore);
  const ms = performance.now() - before;
  if (!body.startsWith('{"success":true,')) throw new Error(`the request is refused: ${body}`);
  return { ms, cpuMs: (user + system) / 1_000 };
}

for (let nth = 0; nth < WARM_UPS; nth += 1) await decide(handler, nth);
const took: Phases[] = [];
for (let nth = 0; nth < MEASURED; nth += 1) took.push(await decide(handler, WARM_UPS + nth));
await decide(countedHandler, 0);
counted.rounds.length = 0;
await decide(countedHandler, 1);
const inside: Inside = { took, rounds: counted.rounds.length };
process.send?.(inside);
process.disconnect?.();
