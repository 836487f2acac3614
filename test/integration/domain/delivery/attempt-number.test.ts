import { afterAll, beforeAll, expect, it } from 'vitest';
import { deliver } from '../../../../shared/domain/delivery/deliver.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

let world: DeliveryFixture;
beforeAll(async () => {
  world = await openDeliveryFixture();
});
afterAll(() => world.endpoint.close());

it('each attempt sends its number within the schedule', async () => {
  const [id = ''] = await world.enqueue(await world.newMerchant());
  const numbers: unknown[] = [];
  for (let nth = 1; nth <= 3; nth += 1) {
    await deliver(
      world.deps,
      async (_, __, headers) => {
        numbers.push(headers['issuary-attempt']);
        return { status: 500, body: 'busy' };
      },
      id,
    );
    world.moveClock((await world.stored(id)).nextAttemptAt - world.deps.now());
  }
  expect(numbers).toEqual(['1', '2', '3']);
});
