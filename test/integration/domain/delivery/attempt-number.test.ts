import { afterAll, beforeAll, expect, it } from 'vitest';
import { deliver } from '../../../../shared/domain/delivery/deliver.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

let fixture: DeliveryFixture;
beforeAll(async () => {
  fixture = await openDeliveryFixture();
});
afterAll(() => fixture.endpoint.close());

it('each attempt sends its number within the schedule', async () => {
  const [id = ''] = await fixture.enqueue(await fixture.newMerchant());
  const numbers: unknown[] = [];
  for (let nth = 1; nth <= 3; nth += 1) {
    await deliver(
      fixture.deps,
      async (_, __, headers) => {
        numbers.push(headers['issuary-attempt']);
        return { status: 500, body: 'busy' };
      },
      id,
    );
    fixture.moveClock((await fixture.stored(id)).nextAttemptAt - fixture.deps.now());
  }
  expect(numbers).toEqual(['1', '2', '3']);
});
