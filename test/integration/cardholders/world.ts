import { afterAll, beforeAll } from 'vitest';
import { applyForHolder } from '../../../shared/cardholders/apply.ts';
import { type Cardholder, cardholderOf } from '../../../shared/cardholders/holder.ts';
import type { Call } from '../../../shared/platform/platform.ts';
import type { Store } from '../../../shared/store/store.ts';
import { person } from '../../support/cardholders.ts';
import { startObjects, type TestObjects } from '../../support/objects.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';

export type Application = Parameters<typeof applyForHolder>[0];

/** Two merchants who report cardholders, with a store of objects of their own. */
export interface World {
  readonly platform: TestPlatform;
  readonly storage: TestObjects;
  readonly call: Call;
  readonly stranger: Call;
  readonly store: Store;
  /** Reports somebody as the first merchant. */
  apply(application: Application): ReturnType<typeof applyForHolder>;
  /** Reports somebody new. */
  newHolder(changes?: object): Promise<string>;
  holderOf(cardUserId: string): Promise<Cardholder>;
}

/** A world for a test file, open before its tests and gone after them. */
export function openWorld(): World {
  const world = {} as { -readonly [Part in keyof World]: World[Part] };
  beforeAll(async () => {
    const [storage, platform] = await Promise.all([startObjects(), openTestPlatform()]);
    const merchants = await Promise.all([platform.merchant('1', 0n), platform.merchant('2', 0n)]);
    const [call, stranger] = merchants.map(platform.call) as [Call, Call];
    const { store } = platform.platform;
    const apply = (application: Application) => applyForHolder(application, call, storage.objects);
    Object.assign(world, {
      platform,
      storage,
      call,
      stranger,
      store,
      apply,
      newHolder: async (changes = {}) => (await apply({ ...person(), ...changes })).cardUserId,
      holderOf: (cardUserId) => cardholderOf(store, '1', cardUserId),
    } satisfies World);
  });
  afterAll(() => world.storage.stop());
  return world;
}
