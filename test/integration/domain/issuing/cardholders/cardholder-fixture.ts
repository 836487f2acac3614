import { afterAll, beforeAll } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { applyCardholder } from '../../../../../shared/domain/issuing/cardholders/apply-cardholder.ts';
import { type Cardholder, cardholderOf } from '../../../../../shared/domain/issuing/model/cardholder.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import { person } from '../../../../support/fixtures/cardholders.ts';
import { openTestPlatform, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';
import { startObjects, type TestObjects } from '../../../../support/stores/objects.ts';

export type Application = Parameters<typeof applyCardholder>[0];

/** Two merchants that report cardholders, with an object store of their own. */
export interface CardholderFixture {
  readonly platform: TestPlatform;
  readonly storage: TestObjects;
  readonly call: MerchantCall;
  readonly otherCall: MerchantCall;
  readonly store: Store;
  /** Reports a cardholder as the first merchant. */
  apply(application: Application): ReturnType<typeof applyCardholder>;
  /** Reports a new cardholder. */
  newHolder(changes?: object): Promise<string>;
  holderOf(cardUserId: string): Promise<Cardholder>;
}

/** Opens a fixture before the tests of a file and closes it after them. */
export function openCardholderFixture(): CardholderFixture {
  const fixture = {} as { -readonly [Part in keyof CardholderFixture]: CardholderFixture[Part] };
  beforeAll(async () => {
    const [storage, platform] = await Promise.all([startObjects(), openTestPlatform()]);
    const merchants = await Promise.all([platform.merchant('1', 0n), platform.merchant('2', 0n)]);
    const [call, otherCall] = merchants.map(platform.call) as [MerchantCall, MerchantCall];
    const { store } = platform.deps;
    const apply = (application: Application) => applyCardholder(application, call, storage.objects);
    Object.assign(fixture, {
      platform,
      storage,
      call,
      otherCall,
      store,
      apply,
      newHolder: async (changes = {}) => (await apply({ ...person(), ...changes })).cardUserId,
      holderOf: (cardUserId) => cardholderOf(store, '1', cardUserId),
    } satisfies CardholderFixture);
  });
  afterAll(() => fixture.storage.stop());
  return fixture;
}
