import type { Card } from '../../cards/card.ts';
import type { Subject } from '../../changes/subject.ts';
import type { CallRequest, CallResult, MerchantClient } from '../../client/client.ts';
import { MerchantClientError } from '../../client/errors.ts';
import type { OperationName } from '../../contract/catalogue.ts';
import { opTypes, orderStatuses } from '../../contract/codes.ts';
import { type ErrorCode, TryAgainLater } from '../../contract/errors.ts';
import { formatDate } from '../../contract/time.ts';
import { readAmount, toMajor, toMinor } from '../../money/amount.ts';
import type { Order } from '../../orders/order.ts';
import type { Platform } from '../../platform/platform.ts';
import type { CardSecrets } from '../../vault/vault.ts';
import { issuedCard, REFUSED } from '../issued.ts';
import type {
  ChangeAsked,
  ChangeOutcome,
  IssuerSide,
  Outcome,
  StateBelow,
  UpstreamIssuer,
} from '../issuer.ts';
import type { IssuerName } from '../issuer-name.ts';
import { keepReportedId, reportedId, reportOf } from './holders.ts';
import { isFinal, isOrdinary, needsAPerson } from './refusals.ts';
import { IssuerIdMissing, known, requestFor } from './requests.ts';

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
      if (!(error instanceof IssuerIdMissing)) return failed(error);
      return { state: 'refused', reason: 'not known to the issuer', alarm: error.message };
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

  async change(subject: Subject, change: ChangeAsked, requestNo: string): Promise<ChangeOutcome> {
    const { kind, id } = subject;
    const issuerId = known(subject.issuerId, `${kind} ${id}`);
    try {
      if (kind === 'card') await this.#call('cardModify', cardChange(issuerId, subject, change, requestNo));
      else
        await this.#call('groupStatus', {
          userReqNo: requestNo,
          groupId: issuerId,
          status: change.status ?? 0,
        });
      return { state: 'applied' };
    } catch (error) {
      if (!(error instanceof MerchantClientError)) throw error;
      if (!isFinal(error)) return UNKNOWN;
      if (!isOrdinary(error))
        this.#platform.alarm('an issuer refuses a change', { issuer: this.#name, [kind]: id });
      return { state: 'refused', code: error.errorCode as ErrorCode };
    }
  }

  async stateOf(subject: Subject): Promise<StateBelow | undefined> {
    const issuerId = known(subject.issuerId, `${subject.kind} ${subject.id}`);
    try {
      if (subject.kind === 'group') {
        const { status } = await this.#call('groupInfo', { groupId: issuerId });
        return { ...((status === 0 || status === 1) && { status }) };
      }
      return cardState(await this.#call('cardInfo', { cardId: issuerId }), subject.currency);
    } catch (error) {
      if (error instanceof MerchantClientError) return undefined;
      throw error;
    }
  }

  async readSecrets(card: Card): Promise<CardSecrets> {
    const cardId = known(card.issuerCardId, `card ${card.cardId}`);
    try {
      const { cardNo, cardVerifyNo, cardExpiryDate } = await this.#call('cardInfo', { cardId });
      return { cardNo, expiry: cardExpiryDate, ...(cardVerifyNo !== undefined && { cvv2: cardVerifyNo }) };
    } catch (cause) {
      throw cause instanceof MerchantClientError ? new TryAgainLater({ cause }) : cause;
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

const cardChange = (
  cardId: string,
  { currency }: Subject,
  { status, limit }: ChangeAsked,
  userReqNo: string,
): CallRequest<'cardModify'> => ({
  userReqNo,
  cardId,
  ...(status !== undefined && { status }),
  ...(limit !== undefined && { authLimitAmount: toMajor(limit, currency) }),
});

/** What an inquiry says of the card's state. */
export function cardState(
  { cardStatus, creditLimitAmt }: Pick<CallResult<'cardInfo'>, 'cardStatus' | 'creditLimitAmt'>,
  currency: string,
): StateBelow {
  const status = { '1': 1, '2': 0 }[cardStatus] as 0 | 1 | undefined;
  const limit = creditLimitAmt === undefined ? undefined : readAmount(creditLimitAmt);
  return {
    ...(status !== undefined && { status }),
    ...(limit !== undefined && { limit: toMinor(limit, currency, 'creditLimitAmt') }),
  };
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
