import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stockCommand } from '../../../../../../infra/cli/stock.ts';
import type { MerchantCall } from '../../../../../../shared/domain/dependencies.ts';
import {
  activateCard,
  activationContext,
} from '../../../../../../shared/domain/issuing/cards/physical/activate-card.ts';
import { assignCard } from '../../../../../../shared/domain/issuing/cards/physical/assign-card.ts';
import {
  addToStock,
  countStock,
  findInStock,
  pickFromStock,
} from '../../../../../../shared/domain/issuing/cards/physical/card-stock.ts';
import { resetPin } from '../../../../../../shared/domain/issuing/cards/physical/pin-reset.ts';
import { purgeSecrets } from '../../../../../../shared/domain/issuing/cards/purge-secrets.ts';
import type { BinRange } from '../../../../../../shared/domain/issuing/model/bin-range.ts';
import { findBinRange, saveBinRange } from '../../../../../../shared/domain/issuing/model/bin-range.ts';
import { type Card, cardKey, cardOf } from '../../../../../../shared/domain/issuing/model/card.ts';
import { cancelCard } from '../../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { fulfilOrder } from '../../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../../../shared/domain/issuing/orders/recharge.ts';
import { openDataKeys } from '../../../../../../shared/runtime/vault/open-data-keys.ts';
import { perPurpose, type Sealed, Sealer } from '../../../../../../shared/runtime/vault/sealer.ts';
import { vaultCardKey as vaultKey } from '../../../../../../shared/runtime/vault/secret-retention.ts';
import {
  AccountBalanceInsufficient,
  ActivationRefused,
  CardholderNotReported,
  type ContractError,
  FeeRuleMissing,
  NothingFound,
  ParameterInvalid,
  ProductNotEnabled,
  RequestNumberReused,
  StatusNotSuitable,
} from '../../../../../../shared/wire/errors.ts';
import { newRequestNo, onCard, openedCard } from '../../../../../support/fixtures/card-steps.ts';
import { reportedHolder } from '../../../../../support/fixtures/cardholder-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../../../../support/fixtures/test-platform.ts';
import { interruptedStore } from '../../../../../support/stores/interrupted-store.ts';

const CODE = '27182818';
const PIN = '295814';

let fixture: TestPlatform;
let call: MerchantCall;
let range: BinRange;
let merchants = 0;

const store = () => fixture.deps.store;
const readCard = (cardId: string): Promise<Card> => cardOf(store(), call.merchant.userNo, cardId);
const isRefused = (request: Promise<unknown>, error: new (...given: never[]) => ContractError) =>
  expect(request).rejects.toThrow(error);
const request = async (changes: object = {}) => ({
  userReqNo: newRequestNo('assign'),
  binRangeId: 'P1',
  localCurrency: 'USD',
  cardUserId: await reportedHolder(call),
  ...changes,
});
const assigned = async (changes: object = {}) => (await assignCard(await request(changes), call)).cardId;
const activation = (cardId: string, changes: object = {}) => ({
  userReqNo: newRequestNo('activate'),
  cardId,
  activationCode: CODE,
  pin: PIN,
  ...changes,
});

/** Creates a card whose activation code has arrived. */
async function coded(): Promise<string> {
  const cardId = await assigned();
  const activationCode = await fixture.deps.sealer.seal(CODE, activationContext(cardId));
  const set = { activationCode };
  await store().write([{ kind: 'update', table: 'cards', key: cardKey(cardId), set }]);
  return cardId;
}

const pinItem = (cardId: string) => store().get('pins', { pk: `pin/${cardId}` });

async function pinOf(cardId: string): Promise<string> {
  const pk = `pin/${cardId}`;
  const item = await pinItem(cardId);
  const sealer = new Sealer(openDataKeys(fixture.operator.environment['PIN_KEY'] ?? ''), perPurpose('pins'));
  // The key of card numbers and codes does not open PINs.
  await expect(fixture.deps.sealer.open(item?.['pin'] as Sealed, pk)).rejects.toThrow();
  return (await sealer.open(item?.['pin'] as Sealed, pk)).toString();
}

beforeAll(async () => {
  fixture = await openTestPlatform();
  range = (await findBinRange(store(), 'P1')) as BinRange;
});
beforeEach(async () => {
  merchants += 1;
  call = fixture.call(await fixture.merchant(String(600 + merchants), 10_000n));
  await addToStock(fixture.deps, range);
});

describe('the stock', () => {
  it('has cards with ids that no order can have, and numbers in the vault', async () => {
    const { cardId, maskedNumber } = await addToStock(fixture.deps, range);
    expect(cardId).toMatch(/^[1-9]\d{14}$/);
    const secrets = await fixture.deps.vault.read(cardId);
    expect(secrets?.cardNo.slice(0, 8)).toBe(range.cardBin);
    expect(maskedNumber).toBe(`559900******${secrets?.cardNo.slice(-4)}`);
    expect(await fixture.deps.vault.findCardByPan(secrets?.cardNo ?? '')).toBe(cardId);
  });

  it('loses the card that is assigned', async () => {
    const before = await countStock(fixture.deps, 'P1');
    await assigned();
    expect(await countStock(fixture.deps, 'P1')).toBe(before - 1);
  });
});

describe('a stock card that expires this month', () => {
  const validFor = (validityMonths: number) =>
    addToStock(fixture.deps, { ...range, binRangeId: 'P9', validityMonths });
  const listed = () => stockCommand(['list', 'P9'], { ...fixture.operator, deps: fixture.deps });

  it('can no longer be assigned by range or number, and the stock shows it', async () => {
    await saveBinRange(store(), { ...range, binRangeId: 'P9' });
    for (let card = 0; card < 30; card += 1) await validFor(0);
    const [good] = [await validFor(1)];
    expect(await countStock(fixture.deps, 'P9')).toBe(1);
    for (let draw = 0; draw < 20; draw += 1)
      expect((await pickFromStock(fixture.deps, 'P9'))?.cardId).toBe(good.cardId);
    const sheet = (await listed()).split('\n');
    expect(sheet).toHaveLength(31);
    expect(sheet.filter((line) => line.endsWith('expires: never assigned'))).toHaveLength(30);
    expect(sheet.find((line) => line.startsWith(good.cardId))).toMatch(/ {2}free$/);
    const month = (await pickFromStock(fixture.deps, 'P9'))?.expiry ?? '';
    const later = { ...fixture.deps, now: () => Date.parse(`${month}-01T00:00:00+08:00`) };
    const before = { ...later, now: () => later.now() - 1 };
    expect(await findInStock(before, good.cardId)).toMatchObject({ cardId: good.cardId });
    expect(await findInStock(later, good.cardId)).toBeUndefined();
    expect(await pickFromStock(later, 'P9')).toBeUndefined();
  });
});

describe('an assignment', () => {
  it('binds a card that awaits activation to the cardholder and charges the opening fee', async () => {
    const requested = await request();
    const answer = await assignCard(requested, call);
    expect(answer).toMatchObject({ userReqNo: requested.userReqNo, status: '3' });
    expect(await readCard(answer.cardId)).toMatchObject({
      status: 'awaiting-activation',
      cardForm: 2,
      cardUserId: requested.cardUserId,
      ordinal: 1,
    });
    const { balances } = await fixture.snapshot();
    expect(balances.get(`merchant/${call.merchant.userNo}:card/USD`)).toMatchObject({ available: 9_500n });
    expect(await assignCard(requested, call)).toEqual(answer);
    await isRefused(assignCard({ ...requested, cardNo: '5599004000000000' }, call), RequestNumberReused);
  });

  it('uses the card whose number is given, once', async () => {
    const { cardId } = await addToStock(fixture.deps, range);
    const cardNo = (await fixture.deps.vault.read(cardId))?.cardNo;
    expect(await assigned({ cardNo })).toBe(cardId);
    await isRefused(assignCard(await request({ cardNo }), call), NothingFound);
  });

  it('needs no range where the number is given, and accepts the BIN for the range', async () => {
    const [one, other] = [await addToStock(fixture.deps, range), await addToStock(fixture.deps, range)];
    const numberOf = async ({ cardId }: { cardId: string }) =>
      (await fixture.deps.vault.read(cardId))?.cardNo;
    const alone = { binRangeId: undefined, cardNo: await numberOf(one) };
    expect(await assigned(alone)).toBe(one.cardId);
    expect(await assigned({ binRangeId: range.cardBin, cardNo: await numberOf(other) })).toBe(other.cardId);
    expect(await readCard(await assigned({ binRangeId: range.cardBin }))).toMatchObject({ binRangeId: 'P1' });
    await isRefused(assignCard(await request({ binRangeId: undefined }), call), ParameterInvalid);
  });

  it('conceals cards of a range that the merchant does not have', async () => {
    const cardNo = (await fixture.deps.vault.read((await addToStock(fixture.deps, range)).cardId))?.cardNo;
    const other = fixture.call({
      ...call.merchant,
      binRangeIds: call.merchant.binRangeIds.filter((id) => id !== 'P1'),
    });
    await isRefused(assignCard(await request({ binRangeId: undefined, cardNo }), other), NothingFound);
    await isRefused(assignCard(await request({ cardNo }), other), ProductNotEnabled);
  });

  it('never assigns one card twice', async () => {
    await Promise.all(Array.from({ length: 3 }, () => addToStock(fixture.deps, range)));
    const requests = await Promise.all(Array.from({ length: 4 }, () => request()));
    const cards = await Promise.all(requests.map((requested) => assignCard(requested, call)));
    expect(new Set(cards.map(({ cardId }) => cardId)).size).toBe(4);
    expect(await Promise.all(cards.map(async ({ cardId }) => (await readCard(cardId)).ordinal))).toEqual(
      expect.arrayContaining([1, 2, 3, 4]),
    );
  });

  it.each([
    ['a range of virtual cards', { binRangeId: 'V1' }, ProductNotEnabled],
    ['a currency without a rule', { localCurrency: 'JPY' }, FeeRuleMissing],
    ['an unknown cardholder', { cardUserId: '1150000000000000' }, NothingFound],
    ['an unknown card number', { cardNo: '5599004000000000' }, NothingFound],
  ])('is refused with %s', async (_, changes, error) => {
    await isRefused(assignCard(await request(changes), call), error as never);
  });

  it('is refused in a range that another issuer has by now: the stock belongs to this platform', async () => {
    await saveBinRange(store(), { ...range, issuer: 'partner' });
    await isRefused(assignCard(await request(), call), ProductNotEnabled as never);
    await saveBinRange(store(), range);
  });

  it('is refused without funds for the fee, and for a cardholder who is not enabled', async () => {
    const poor = fixture.call(await fixture.merchant(`7${merchants}`, 499n));
    const cardUserId = await reportedHolder(poor);
    await isRefused(assignCard(await request({ cardUserId }), poor), AccountBalanceInsufficient);
    await store().write([
      {
        kind: 'update',
        table: 'cardholders',
        key: { pk: `holder/${cardUserId}` },
        set: { status: 'disabled' },
      },
    ]);
    await isRefused(assignCard(await request({ cardUserId }), poor), CardholderNotReported);
  });
});

describe('an activation', () => {
  it('with the right code sets the PIN and is notified', async () => {
    const cardId = await coded();
    const requested = activation(cardId);
    const answer = await activateCard(requested, call);
    expect(answer).toEqual({ userReqNo: requested.userReqNo, cardId });
    const card = await readCard(cardId);
    expect(card.status).toBe('active');
    expect(card).not.toHaveProperty('activationCode');
    expect(await pinOf(cardId)).toBe(PIN);
    const { notifications } = await fixture.snapshot();
    const received = notifications.filter(
      ({ type, content }) => type.endsWith('status') && content.includes(cardId),
    );
    expect(received.map(({ content }) => JSON.parse(content))).toEqual([
      { cardId: Number(cardId), staus: 1, status: 1 },
    ]);
    expect(await activateCard(requested, call)).toEqual(answer);
    await isRefused(activateCard({ ...requested, cardId: await coded() }, call), RequestNumberReused);
    await isRefused(activateCard(activation(cardId), call), StatusNotSuitable);
  });

  it('gets the same answer when it is repeated with another code or PIN, and keeps the first PIN', async () => {
    const requested = activation(await coded());
    const answer = await activateCard(requested, call);
    for (const change of [{ pin: PIN }, { pin: '481592' }, { activationCode: '00000000' }])
      expect(await activateCard({ ...requested, ...change }, call)).toEqual(answer);
    expect(await pinOf(requested.cardId)).toBe(PIN);
  });

  it('counts wrong codes that are sent under the same request number', async () => {
    const requested = activation(await coded(), { activationCode: '00000000' });
    for (let attempt = 1; attempt <= 5; attempt += 1)
      await isRefused(
        activateCard({ ...requested, activationCode: `0000000${attempt}` }, call),
        ActivationRefused,
      );
    await isRefused(activateCard({ ...requested, activationCode: CODE }, call), ActivationRefused);
  });

  it('is locked after five wrong codes, even for the right one', async () => {
    const cardId = await coded();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await isRefused(
        activateCard(activation(cardId, { activationCode: '00000000' }), call),
        ActivationRefused,
      );
    }
    await isRefused(activateCard(activation(cardId), call), ActivationRefused);
    expect((await readCard(cardId)).status).toBe('awaiting-activation');
  });

  it('compares at most five of many concurrent codes', async () => {
    const cardId = await coded();
    const codes = Array.from({ length: 20 }, (_, index) => String(index).padStart(8, '0'));
    const tries = codes.map((activationCode) => activateCard(activation(cardId, { activationCode }), call));
    expect((await Promise.allSettled(tries)).every(({ status }) => status === 'rejected')).toBe(true);
    expect((await readCard(cardId)).activationAttempts).toBe(5);
  });

  it('is refused before a code has arrived, which does not count as an attempt', async () => {
    const cardId = await assigned();
    await isRefused(activateCard(activation(cardId), call), ActivationRefused);
    expect((await readCard(cardId)).activationAttempts).toBe(0);
  });

  it('is refused for a virtual card and for another merchant’s card', async () => {
    await isRefused(
      activateCard(activation(await openedCard(call, { authLimitAmount: '10' })), call),
      StatusNotSuitable,
    );
    const otherCall = fixture.call(await fixture.merchant(`8${merchants}`, 10_000n));
    await isRefused(activateCard(activation(await coded()), otherCall), NothingFound);
  });
});

describe('a physical card in use', () => {
  const inUse = async () => {
    const cardId = await coded();
    await activateCard(activation(cardId), call);
    return cardId;
  };

  it('is funded and cancelled like any other', async () => {
    const cardId = await inUse();
    for (const { orderId } of [
      await rechargeCard({ ...onCard(cardId), authLimitAmount: '20' }, call),
      await cancelCard({ userReqNo: newRequestNo('close'), cardId }, call),
    ]) {
      await fulfilOrder(fixture.deps, orderId);
    }
    expect((await readCard(cardId)).status).toBe('closed');
    expect(await store().get('vault', vaultKey(cardId))).not.toHaveProperty('cvv2');
    expect(await pinItem(cardId)).not.toHaveProperty('pin');
  });

  it('loses its PIN when it expires', async () => {
    const cardId = await inUse();
    await purgeSecrets({ ...fixture.deps, now: () => Date.UTC(2060, 0, 1) });
    expect(await pinItem(cardId)).not.toHaveProperty('pin');
    expect(await store().get('vault', vaultKey(cardId))).not.toHaveProperty('cvv2');
  });

  it('gets no PIN when it is cancelled concurrently or has expired', async () => {
    const cardId = await inUse();
    const cancelled = interruptedStore(store(), async () => {
      const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, call);
      await fulfilOrder(fixture.deps, orderId);
    });
    const meanwhile = { ...call, deps: { ...call.deps, store: cancelled } };
    const requested = () => ({ userReqNo: newRequestNo('pin'), cardId, pin: '481592' });
    await isRefused(resetPin(requested(), meanwhile), StatusNotSuitable);
    expect(await pinItem(cardId)).not.toHaveProperty('pin');
    const expired = { ...call, deps: { ...call.deps, now: () => Date.UTC(2060, 0, 1) } };
    await isRefused(resetPin({ ...requested(), cardId: await inUse() }, expired), StatusNotSuitable);
    await isRefused(activateCard(activation(await coded()), expired), StatusNotSuitable);
  });

  it('gets a new PIN, once for each request number', async () => {
    const cardId = await inUse();
    const requested = { userReqNo: newRequestNo('pin'), cardId, pin: '481592' };
    await resetPin(requested, call);
    expect(await pinOf(cardId)).toBe('481592');
    await resetPin({ ...requested, userReqNo: newRequestNo('pin'), pin: PIN }, call);
    expect(await resetPin(requested, call)).toEqual({ userReqNo: requested.userReqNo, cardId });
    expect(await pinOf(cardId)).toBe(PIN);
    await isRefused(resetPin({ ...requested, cardId: await inUse() }, call), RequestNumberReused);
  });

  it('gives the same answer to a repeat with another PIN', async () => {
    const requested = { userReqNo: newRequestNo('pin'), cardId: await inUse(), pin: '481592' };
    const answer = await resetPin(requested, call);
    const guesses = Array.from({ length: 32 }, (_, guess) => String(481_576 + guess));
    for (const pin of guesses) expect(await resetPin({ ...requested, pin }, call)).toEqual(answer);
    expect(await pinOf(requested.cardId)).toBe('481592');
  });

  it('is the only kind of card with a PIN, and only after its activation', async () => {
    const virtual = await openedCard(call, { authLimitAmount: '10' });
    const waiting = await assigned();
    for (const cardId of [virtual, waiting]) {
      await isRefused(
        resetPin({ userReqNo: newRequestNo('pin'), cardId, pin: PIN }, call),
        StatusNotSuitable,
      );
    }
  });
});

it('no PIN or code is stored in clear, and the books are clean', async () => {
  const tables = ['cards', 'orders', 'vault', 'pins', 'notifications', 'ledger'] as const;
  const everything = JSON.stringify(await Promise.all(tables.map((table) => fixture.operator.scan(table))));
  // Strings within items are JSON as well, with their quotes escaped.
  for (const secret of [PIN, CODE, '481592'])
    expect(everything.replaceAll('\\', '')).not.toContain(`"${secret}"`);
  expect((await fixture.audit()).flatMap(({ differences }) => differences)).toEqual([]);
});
