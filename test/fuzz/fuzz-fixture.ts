import { randomUUID } from 'node:crypto';
import { DEMO_RANGES } from '../../infra/demo/seed/seed.ts';
import { saveBinRange } from '../../shared/domain/issuing/model/bin-range.ts';
import {
  generateRsaKeyPair,
  importPrivateKey,
  importPublicKey,
  type RsaPublicKey,
} from '../../shared/wire/codec/keys.ts';
import type { CaseContext } from '../support/cases/case.ts';
import { requestNumber } from '../support/cases/case.ts';
import { cases } from '../support/cases/cases.ts';
import { issuerOf, messages, UPSTREAM_RANGE } from '../support/cases/messages.ts';
import type { Deployment } from '../support/clouds/deployment.ts';
import { openCard } from '../support/fixtures/cards-over-http.ts';
import { openCoinNetworks } from '../support/fixtures/dpt.ts';
import { openMerchant, type TestMerchant } from '../support/fixtures/merchant.ts';
import { openUpstream, type TestUpstream } from '../support/fixtures/upstream.ts';
import type { Sender } from './bodies.ts';
import { isOperation, isType, type Target, targets } from './targets.ts';

/** Maximum time to make a valid content before the run is aborted. */
const TIMEOUT_MS = 120_000;

/** The sender of a target's requests, and the key for its answers. */
export interface Party {
  readonly sender: Sender;
  readonly platformKey: RsaPublicKey;
}

/** The parties of a fuzz run, with valid contents of their requests. */
export class FuzzFixture {
  readonly #context: CaseContext;
  readonly #issuer: TestUpstream;
  readonly #valid = new Map<string, object[]>();
  readonly #validValues = new Map<string, string[]>();
  readonly #parties: Record<'merchant' | 'upstream' | 'issuer', Party>;

  static async open(deployment: Deployment): Promise<FuzzFixture> {
    const { store } = deployment.operator.deps;
    await saveBinRange(store, UPSTREAM_RANGE);
    await openCoinNetworks(store);
    const binRangeIds = [...DEMO_RANGES, UPSTREAM_RANGE].map(({ binRangeId }) => binRangeId);
    const merchant = await openMerchant(deployment, { usd: 10n ** 12n, changes: { binRangeIds } });
    const [otherMerchant, upstream, issuer] = [
      await openMerchant(deployment),
      await openUpstream(deployment),
      await openUpstream(deployment, { issuer: 'upstream' }),
    ];
    const foreign = importPrivateKey((await generateRsaKeyPair(1024)).privateKey);
    return new FuzzFixture({ deployment, merchant, otherMerchant, upstream }, issuer, foreign);
  }

  private constructor(context: CaseContext, issuer: TestUpstream, foreign: Sender['foreign']) {
    this.#context = context;
    this.#issuer = issuer;
    const party = ({ userNo, privateKey, record }: TestMerchant | TestUpstream): Party => ({
      sender: {
        userNo,
        key: importPrivateKey(privateKey),
        foreign,
        moment: () => ({ now: Date.now(), nonce: randomUUID() }),
        valid: (target, nth) => this.#freshly(target, nth),
        good: (field, nth) => nthOf(this.#validValues.get(field) ?? ['1'], nth),
      },
      platformKey: importPublicKey(record.platformPublicKey),
    });
    this.#parties = {
      merchant: party(context.merchant),
      upstream: party(context.upstream),
      issuer: party(issuer),
    };
  }

  /** The userNos of all senders. */
  get userNos(): string[] {
    return Object.values(this.#parties).map(({ sender }) => sender.userNo);
  }

  get merchant(): TestMerchant {
    return this.#context.merchant;
  }

  partyOf({ api, name }: Target): Party {
    if (api === 'openapi') return this.#parties.merchant;
    return isType(name) && issuerOf(name) === 'upstream' ? this.#parties.issuer : this.#parties.upstream;
  }

  /** Makes a new valid content for the target. Only the last few are stored. */
  async renew(target: Target): Promise<void> {
    const made = await inTime(this.#make(target), target.name);
    this.#valid.set(target.name, [made, ...(this.#valid.get(target.name) ?? [])].slice(0, 3));
    for (const [field, value] of Object.entries(made))
      this.#validValues.set(
        field,
        [JSON.stringify(value), ...(this.#validValues.get(field) ?? [])].slice(0, 20),
      );
  }

  /** Makes a valid content for every target. */
  async renewAll(): Promise<void> {
    for (const target of targets) await this.renew(target);
  }

  async close(): Promise<void> {
    await Promise.all([this.#context.merchant.close(), this.#context.otherMerchant.close()]);
  }

  async #make({ name }: Target): Promise<object> {
    if (isOperation(name)) return cases[name].request(this.#context);
    if (!isType(name)) return this.#purchase();
    const message = await messages[name](this.#context);
    return name === 'card_operate' ? { ...message, status: 1, cardInfo: CARD_INFO } : message;
  }

  async #purchase(): Promise<object> {
    const cardId = await openCard(this.merchant);
    const card = await this.merchant.client.call('cardInfo', { cardId });
    return {
      networkId: requestNumber(),
      cardNo: card.cardNo,
      expiry: card.cardExpiryDate,
      cvv2: card.cardVerifyNo,
      transCurrency: 'EUR',
      transCurrencyAmt: 10,
      localCurrencyAmt: 11,
      merchantName: 'Coffee House',
      merchantCategoryCode: '5814',
      merchantCountry: 'GBR',
      transactionTime: '2026-11-22 10:00:00',
    };
  }

  /** Returns the nth valid content under a new number, because a repeat would only get the stored answer. */
  #freshly({ name }: Target, nth: number): object {
    const content = nthOf(this.#valid.get(name) ?? [{}], nth);
    const number = isOperation(name) ? 'userReqNo' : 'networkId';
    return number in content ? { ...content, [number]: requestNumber() } : content;
  }
}

const CARD_INFO = {
  cardNo: '499900******4242',
  cardExpiryDate: '2029-03',
  cardAlias: 'fuel',
  cardLabel: '',
  localCurrency: 'USD',
  startActiveDate: '2026-03-01',
  endCloseDate: '2029-03-01',
};

const nthOf = <Value>(values: readonly Value[], nth: number): Value => values[nth % values.length] as Value;

/** Rejects after the timeout, because an awaited notification may never arrive. */
async function inTime<Value>(making: Promise<Value>, what: string): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`no valid content for ${what} could be made in time`)),
    TIMEOUT_MS,
  );
  try {
    return await Promise.race([making, promise]);
  } finally {
    clearTimeout(timer);
  }
}
