import type { CallRequest, CallResult, MerchantClient } from '../../../../client/client.ts';
import { MerchantClientError } from '../../../../client/client-errors.ts';
import type { CardSecrets } from '../../../../runtime/vault/card-secrets.ts';
import type { OperationName } from '../../../../wire/contract/catalogue.ts';
import { opTypes, orderStatuses } from '../../../../wire/contract/codes.ts';
import { formatDate } from '../../../../wire/contract/time.ts';
import { type ErrorCode, TryAgainLater } from '../../../../wire/errors.ts';
import type { Dependencies } from '../../../dependencies.ts';
import type { IssuerName } from '../../../issuer-name.ts';
import type { Card } from '../../model/card.ts';
import type { ChangeSubject } from '../../model/change-subject.ts';
import {
  type ChangeOutcome,
  type ChangeRequest,
  type ExternalIssuer,
  issuedCard,
  type OrderOutcome,
  REFUSED_BY_ISSUER,
  type StateAtIssuer,
} from '../../model/issuer.ts';
import type { Order } from '../../model/order.ts';
import { cardholderReport, findReportedId, saveReportedId } from './cardholder-reporting.ts';
import { isExpectedForChange, isTerminal, needsOperator } from './error-mapping.ts';
import { cardModifyRequest, IssuerIdMissing, issuerRequestFor, requireIssuerId } from './issuer-requests.ts';
import { cardState, type OrderRow, outcomeOfError, resultFromRow, UNKNOWN } from './issuer-responses.ts';

type RemoteIssuerDependencies = Pick<Dependencies, 'store' | 'alarm' | 'now' | 'utcOffset'>;

/** An external issuer that offers the same API as this platform. Its notifications are handled by the webhooks. */
export class RemoteIssuer implements ExternalIssuer {
  readonly #name: IssuerName;
  readonly #client: MerchantClient;
  readonly #deps: RemoteIssuerDependencies;

  /** The client must make one attempt per call: retries are decided here. */
  constructor(name: IssuerName, client: MerchantClient, deps: RemoteIssuerDependencies) {
    this.#name = name;
    this.#client = client;
    this.#deps = deps;
  }

  async perform(order: Order): Promise<OrderOutcome> {
    const { store, now, utcOffset } = this.#deps;
    try {
      const holder = await this.#reportCardholder(order);
      const today = formatDate(now(), utcOffset);
      const { name, request } = await issuerRequestFor(store, order, { holder, today });
      const { orderId } = await this.#call(name, request);
      return { state: 'unknown', issuerOrderId: orderId };
    } catch (error) {
      if (!(error instanceof IssuerIdMissing)) return outcomeOfError(error);
      return { state: 'refused', reason: 'not known to the issuer', alarm: error.message };
    }
  }

  async inquire(order: Order): Promise<OrderOutcome | { readonly state: 'absent' }> {
    try {
      const { list } = await this.#call('cardOperateQuery', { userReqNo: order.orderId });
      const [row] = list;
      return row ? await this.#outcomeOf(order, row) : { state: 'absent' };
    } catch (error) {
      if (error instanceof MerchantClientError) return UNKNOWN;
      throw error;
    }
  }

  async change(subject: ChangeSubject, change: ChangeRequest, requestNo: string): Promise<ChangeOutcome> {
    const { kind, id } = subject;
    const issuerId = requireIssuerId(subject.issuerId, `${kind} ${id}`);
    try {
      if (kind === 'card')
        await this.#call('cardModify', cardModifyRequest(issuerId, subject, change, requestNo));
      else
        await this.#call('groupStatus', {
          userReqNo: requestNo,
          groupId: issuerId,
          status: change.status ?? 0,
        });
      return { state: 'applied' };
    } catch (error) {
      if (!(error instanceof MerchantClientError)) throw error;
      if (!isTerminal(error)) return UNKNOWN;
      if (!isExpectedForChange(error))
        this.#deps.alarm('an issuer refuses a change', { issuer: this.#name, [kind]: id });
      return { state: 'refused', code: error.errorCode as ErrorCode };
    }
  }

  async inquireState(subject: ChangeSubject): Promise<StateAtIssuer | undefined> {
    const issuerId = requireIssuerId(subject.issuerId, `${subject.kind} ${subject.id}`);
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
    const cardId = requireIssuerId(card.issuerCardId, `card ${card.cardId}`);
    try {
      const { cardNo, cardVerifyNo, cardExpiryDate } = await this.#call('cardInfo', { cardId });
      return { cardNo, expiry: cardExpiryDate, ...(cardVerifyNo !== undefined && { cvv2: cardVerifyNo }) };
    } catch (cause) {
      throw cause instanceof MerchantClientError ? new TryAgainLater({ cause }) : cause;
    }
  }

  /** Returns the issuer's id of an opening's cardholder, reporting the cardholder to the issuer first if necessary. */
  async #reportCardholder(order: Order): Promise<string | undefined> {
    const holder = order.opType === opTypes.cardOpening ? order.opening.cardUserId : undefined;
    if (holder === undefined) return undefined;
    const { store } = this.#deps;
    const reported = await findReportedId(store, this.#name, holder);
    if (reported !== undefined) return reported;
    const { cardUserId } = await this.#call('cardholderApply', await cardholderReport(store, holder));
    await saveReportedId(store, this.#name, holder, cardUserId);
    return cardUserId;
  }

  async #outcomeOf(order: Order, row: OrderRow): Promise<OrderOutcome> {
    if (row.status === orderStatuses.inProcess) return { state: 'unknown', issuerOrderId: row.orderId };
    if (row.status === orderStatuses.failure) return { state: 'refused', reason: REFUSED_BY_ISSUER };
    const issuerResult = resultFromRow(order, row);
    if (!issuerResult) {
      const { orderId } = order;
      this.#deps.alarm('an issuer reports another order', { orderId, issuer: this.#name });
      return UNKNOWN;
    }
    if (order.opType !== opTypes.cardOpening) return { state: 'succeeded', issuerResult };
    const { cardNo, cardExpiryDate } = await this.#call('cardInfo', { cardId: issuerResult.cardId ?? '' });
    return { state: 'succeeded', issuerResult, card: issuedCard(cardNo, cardExpiryDate) };
  }

  async #call<Name extends OperationName>(name: Name, request: CallRequest<Name>): Promise<CallResult<Name>> {
    try {
      return await this.#client.call(name, request);
    } catch (error) {
      if (needsOperator(error))
        this.#deps.alarm('an issuer refuses this platform', {
          issuer: this.#name,
          operation: name,
          errorCode: error.errorCode,
        });
      throw error;
    }
  }
}
