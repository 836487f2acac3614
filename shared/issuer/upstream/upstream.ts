import type { Card } from '../../cards/card.ts';
import type { CallRequest, CallResult, MerchantClient } from '../../client/client.ts';
import { MerchantClientError } from '../../client/errors.ts';
import type { OperationName } from '../../contract/catalogue.ts';
import { opTypes, orderStatuses } from '../../contract/codes.ts';
import { TryAgainLater } from '../../contract/errors.ts';
import { formatDate } from '../../contract/time.ts';
import type { Group } from '../../groups/group.ts';
import { readAmount, toMajor, toMinor } from '../../money/amount.ts';
import type { Order } from '../../orders/order.ts';
import type { Platform } from '../../platform/platform.ts';
import type { CardSecrets } from '../../vault/vault.ts';
import { issuedCard, REFUSED } from '../issued.ts';
import type { CardChange, IssuerName, IssuerSide, Outcome, UpstreamIssuer } from '../issuer.ts';
import { keepReportedId, reportedId, reportOf } from './holders.ts';
import { isFinal, needsAPerson, refusalOfChange } from './refusals.ts';
import { known, requestFor } from './requests.ts';

type Row = CallResult<'cardOperateQuery'>['list'][number];

type Surroundings = Pick<Platform, 'store' | 'alarm' | 'now' | 'utcOffset'>;

const UNKNOWN = { state: 'unknown' } as const;

/** A platform below this one, over the contract that this one speaks itself. What it says by notification comes in elsewhere. */
export class UpstreamPlatform implements UpstreamIssuer {
  readonly #name: IssuerName;
  readonly #client: MerchantClient;
  readonly #platform: Surroundings;

  /** The client makes one attempt for a call: what comes after it is decided here. */
  constructor(name: IssuerName, client: MerchantClient, platform: Surroundings) {
    this.#name = name;
    this.#client = client;
    this.#platform = platform;
  }

  async perform(order: Order): Promise<Outcome> {
    const { store, now, utcOffset } = this.#platform;
    try {
      const holder = await this.#holderOf(order);
      const today = formatDate(now(), utcOffset);
      const { name, request } = await requestFor(store, order, { holder, today });
      const { orderId } = await this.#call(name, request);
      return { state: 'unknown', issuerOrderId: orderId };
    } catch (error) {
      return failed(error);
    }
  }

  async inquire(order: Order): Promise<Outcome | { readonly state: 'absent' }> {
    try {
      const { list } = await this.#call('cardOperateQuery', { userReqNo: order.orderId });
      const [row] = list;
      return row ? await this.#outcomeOf(order, row) : { state: 'absent' };
    } catch (error) {
      if (error instanceof MerchantClientError) return UNKNOWN;
      throw error;
    }
  }

  async changeCard(card: Card, { status, limit }: CardChange, requestNo: string): Promise<void> {
    const cardId = known(card.issuerCardId, `card ${card.cardId}`);
    const change = {
      ...(status !== undefined && { status }),
      ...(limit !== undefined && { authLimitAmount: toMajor(limit, card.currency) }),
    };
    await this.#change('cardModify', { userReqNo: requestNo, cardId, ...change }, 'card');
  }

  async changeGroup(group: Group, status: 0 | 1, requestNo: string): Promise<void> {
    const groupId = known(group.issuerGroupId, `group ${group.groupId}`);
    await this.#change('groupStatus', { userReqNo: requestNo, groupId, status }, 'group');
  }

  async readSecrets(card: Card): Promise<CardSecrets> {
    const cardId = known(card.issuerCardId, `card ${card.cardId}`);
    try {
      const { cardNo, cardVerifyNo, cardExpiryDate } = await this.#call('cardInfo', { cardId });
      return { cardNo, cvv2: cardVerifyNo, expiry: cardExpiryDate };
    } catch (cause) {
      throw cause instanceof MerchantClientError ? new TryAgainLater({ cause }) : cause;
    }
  }

  async #change<Name extends 'cardModify' | 'groupStatus'>(
    name: Name,
    request: CallRequest<Name>,
    what: 'card' | 'group',
  ): Promise<void> {
    try {
      await this.#call(name, request);
    } catch (error) {
      throw error instanceof MerchantClientError ? refusalOfChange(error, what) : error;
    }
  }

  /** The issuer's id of the cardholder whom an opening names; the holder is reported there first. */
  async #holderOf(order: Order): Promise<string | undefined> {
    const holder = order.opType === opTypes.cardOpening ? order.opening.cardUserId : undefined;
    if (holder === undefined) return undefined;
    const { store } = this.#platform;
    const reported = await reportedId(store, this.#name, holder);
    if (reported !== undefined) return reported;
    const { cardUserId } = await this.#call('cardholderApply', await reportOf(store, holder));
    await keepReportedId(store, this.#name, holder, cardUserId);
    return cardUserId;
  }

  async #outcomeOf(order: Order, row: Row): Promise<Outcome> {
    if (row.status === orderStatuses.inProcess) return { state: 'unknown', issuerOrderId: row.orderId };
    if (row.status === orderStatuses.failure) return { state: 'refused', reason: REFUSED };
    const theirs = sideOf(order, row);
    if (!theirs) {
      const { orderId } = order;
      this.#platform.alarm('an issuer answers for another order', { orderId, issuer: this.#name });
      return UNKNOWN;
    }
    if (order.opType !== opTypes.cardOpening) return { state: 'succeeded', theirs };
    const { cardNo, cardExpiryDate } = await this.#call('cardInfo', { cardId: theirs.cardId ?? '' });
    return { state: 'succeeded', theirs, card: issuedCard(cardNo, cardExpiryDate) };
  }

  async #call<Name extends OperationName>(name: Name, request: CallRequest<Name>): Promise<CallResult<Name>> {
    try {
      return await this.#client.call(name, request);
    } catch (error) {
      if (needsAPerson(error))
        this.#platform.alarm('an issuer refuses us', {
          issuer: this.#name,
          operation: name,
          errorCode: error.errorCode,
        });
      throw error;
    }
  }
}

/** A refusal once and for all is an outcome; everything else may have been carried out, or be later. */
function failed(error: unknown): Outcome {
  if (isFinal(error)) return { state: 'refused', reason: REFUSED };
  if (error instanceof MerchantClientError) return UNKNOWN;
  throw error;
}

/** What it says of the order; undefined when that is not our order. What a cancellation returns may differ: see told.ts. */
function sideOf(order: Order, row: Row): IssuerSide | undefined {
  const minor = (value: number) => toMinor(readAmount(value) ?? '0', order.currency, 'amount');
  const sameAmount = order.opType === opTypes.cardCancellation || minor(row.amount) === order.amount;
  const opened = { [opTypes.cardOpening]: row.cardId, [opTypes.groupOpening]: row.groupId };
  const lacks = order.opType in opened && opened[order.opType as keyof typeof opened] === undefined;
  if (row.opType !== order.opType || !sameAmount || lacks) return undefined;
  return {
    orderId: row.orderId,
    ...(row.cardId !== undefined && { cardId: row.cardId }),
    ...(row.groupId !== undefined && { groupId: row.groupId }),
    cost: minor(row.fee),
  };
}
