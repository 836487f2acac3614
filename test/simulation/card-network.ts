import { EMBEDDED } from '../../shared/domain/issuer-name.ts';
import { authorize } from '../../shared/domain/issuing/transactions/authorize/authorize.ts';
import type {
  AuthorizeRequest,
  AuthorizeResult,
} from '../../shared/domain/issuing/transactions/authorize/request.ts';
import { networkAuthorize } from '../../shared/wire/contract/card-network.ts';
import { parseContent } from '../../shared/wire/contract/parse-content.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import type { OpenedSubject } from './merchants.ts';
import {
  AT_MOST_ONCE,
  FIRST_EXTERNAL_BLOCK,
  followUpRecord,
  INCREMENT,
  incrementFollowUpRecord,
  type NetworkRecord,
  numberOf,
  ON_INCREMENT,
  type PurchaseAction,
  RELEASE,
  RELEASE_DELAY_MS,
  recordContent,
  shareOf,
} from './network-records.ts';
import type { Action, FollowUp } from './plan/actions.ts';
import { callUntilAnswered, isSame } from './reliable-call.ts';
import { EXTERNAL, vaultOf } from './simulated-deployment.ts';
import type { Simulation } from './simulation.ts';
import { simulatedUpstreamCall } from './upstreams.ts';

type FeeAction = Extract<Action, { kind: 'fee' }>;

/** The card networks and their processors: purchases, their follow-ups, and fees. */
export class CardNetwork {
  readonly #simulation: Simulation;
  /** The result of each purchase. */
  readonly results = new Map<string, AuthorizeResult>();
  /** When each purchase was first requested and first answered, for single-use cards. */
  readonly requested = new Map<string, { readonly at: number; answeredAt?: number }>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  fee({ name, on, amount, network, block }: FeeAction): void {
    this.#simulation.merchants.whenOpened(on, (opened) => {
      if (opened.cardId === undefined) return;
      const receipt = opened.isExternal ? FIRST_EXTERNAL_BLOCK + Number(name.slice(1)) : block;
      const content = {
        cardId: this.#issuerCardId(opened),
        opType: 97,
        receiptNo: String(9 * 10 ** 15 + receipt),
        recordNo: '1',
        userNo: '7',
        realCcy: 'USD',
        realFee: String(amount / 100),
        createAt: this.#now(),
      };
      const issuer = opened.isExternal ? EXTERNAL : EMBEDDED;
      this.#simulation.upstreams.send(
        { name: `fee ${name}`, issuer, network, type: 'trade_fee', content },
        0,
      );
    });
  }

  /** Embedded cards are authorized here; external ones at their issuer, which reports it. */
  purchase(planned: PurchaseAction): void {
    this.#simulation.merchants.whenOpened(planned.on, (opened) => {
      // The external issuer numbers its own records, whatever the network.
      const action = opened.isExternal
        ? { ...planned, block: FIRST_EXTERNAL_BLOCK + Number(planned.name.slice(1)) }
        : planned;
      const root = numberOf(action, 0);
      if (action.forced) {
        this.#send(action, opened, { recordNo: root, transType: '7', transCategory: 2 }, action.amount, 0);
      } else if (opened.isExternal) {
        this.#send(action, opened, { recordNo: root, transType: '1', transCategory: 1 }, action.amount, 0);
        this.#continue(action, opened, root);
        // The issuer releases the rest of its hold, and reports it, after all follow-ups.
        const released = {
          recordNo: numberOf(action, RELEASE),
          originRecordNo: root,
          transType: '2',
          transCategory: 1,
        };
        this.#send(action, opened, released, action.amount * 3, RELEASE_DELAY_MS);
      } else void this.#authorize(action, opened);
    });
  }

  async #authorize(action: PurchaseAction, opened: OpenedSubject): Promise<void> {
    const request = await this.#request(action.name, action.amount, opened.cardId ?? '');
    const send = (copy: string) =>
      this.#call(action, `authorize ${action.name}${copy}`, request, (result) =>
        this.#handleResult(action, opened, result),
      );
    this.requested.set(action.name, { at: this.#simulation.timeline.now });
    send('');
    action.copiesAfterMs.forEach((ms, copy) => {
      this.#simulation.timeline.after(ms, () => send(`copy${copy}`));
    });
  }

  #call(
    { name: actionName, network }: PurchaseAction,
    name: string,
    request: AuthorizeRequest,
    onResult: (result: AuthorizeResult) => void,
  ): void {
    callUntilAnswered(this.#simulation, {
      name,
      work: (deps) =>
        authorize(request, simulatedUpstreamCall({ issuer: EMBEDDED, name: actionName, network }, deps)),
      onResponse: (response) => {
        if ('errorCode' in response)
          this.#simulation.violate(`${name} was refused with ${response.errorCode}`);
        else onResult(response.result as AuthorizeResult);
      },
    });
  }

  async #request(
    name: string,
    amount: number,
    cardId: string,
    originRecordNo?: string,
  ): Promise<AuthorizeRequest> {
    const secrets = await vaultOf(this.#simulation.store).read(cardId);
    return parseContent(networkAuthorize.request, {
      networkId: name,
      ...secrets,
      transCurrency: 'USD',
      transCurrencyAmt: amount / 100,
      merchantName: name,
      originRecordNo,
    });
  }

  #handleResult(action: PurchaseAction, opened: OpenedSubject, result: AuthorizeResult): void {
    const before = this.results.get(action.name);
    if (before && !isSame(before, result))
      this.#simulation.violate(
        `${action.name} returned ${JSON.stringify(result)}, before ${JSON.stringify(before)}`,
      );
    this.results.set(action.name, before ?? result);
    const requested = this.requested.get(action.name);
    if (requested) requested.answeredAt ??= this.#simulation.timeline.now;
    if (!before && result.approved === 1) this.#continue(action, opened, result.recordNo);
  }

  #continue(action: PurchaseAction, opened: OpenedSubject, root: string): void {
    const isFirst = ({ kind }: FollowUp, index: number) =>
      action.followUps.findIndex((one) => one.kind === kind) === index;
    const followUps = action.followUps.filter(
      (one, index) => !AT_MOST_ONCE.has(one.kind) || isFirst(one, index),
    );
    const more = followUps.find(({ kind }) => kind === 'increment');
    const beside = followUps.findIndex(({ kind }) => kind === 'clearBeside');
    const clearing = beside < 0 ? undefined : numberOf(action, beside + 1);
    followUps.forEach((followUp, index) => {
      const own = numberOf(action, index + 1);
      // An external issuer reports a capture after a reversal as what it moved there.
      if (ON_INCREMENT.has(followUp.kind) || (opened.isExternal && followUp.kind === 'recapture')) return;
      if (followUp.kind === 'undoBeside') {
        const cleared = action.followUps.find(({ kind }) => kind === 'clearBeside')?.share ?? 0;
        if (clearing !== undefined)
          this.#followUp(
            action,
            opened,
            clearing,
            { ...followUp, share: Math.min(followUp.share, cleared) },
            own,
          );
      } else this.#followUp(action, opened, root, followUp, own);
    });
    if (more) void this.#increment(action, opened, root, more);
  }

  /**
   * Requests an increment, as hotels do, for embedded cards. An external issuer reports it instead, and so
   * does the network if it approved it itself (stand-in).
   */
  async #increment(
    action: PurchaseAction,
    opened: OpenedSubject,
    root: string,
    more: FollowUp,
  ): Promise<void> {
    const { timeline } = this.#simulation;
    const amount = shareOf(action, more);
    const own = numberOf(action, INCREMENT);
    const isFirst = ({ kind }: FollowUp, index: number) =>
      action.followUps.findIndex((one) => one.kind === kind) === index;
    const then = (recordNo: string) => {
      action.followUps.forEach((followUp, index) => {
        if (followUp.kind === 'increment' || !ON_INCREMENT.has(followUp.kind) || !isFirst(followUp, index))
          return;
        const record = numberOf(action, 50 + index);
        const share = (amount * followUp.share) / 100;
        this.#followUpOnIncrement(action, opened, recordNo, { ...followUp, share }, record);
      });
    };
    if (opened.isExternal || this.#simulation.random(`stand-in ${action.name}`).chance(0.3)) {
      const record = { recordNo: own, originRecordNo: root, transType: '1', transCategory: 1 };
      this.#send(action, opened, record, amount, more.afterMs);
      return then(own);
    }
    const name = `${action.name}+`;
    const request = await this.#request(name, amount, opened.cardId ?? '', root);
    timeline.after(more.afterMs, () =>
      this.#call(action, `increment ${action.name}`, request, (result) => {
        if (this.results.has(name)) return;
        this.results.set(name, result);
        if (result.approved === 1) then(result.recordNo);
      }),
    );
  }

  /** A follow-up that names the increment; `share` is its amount. */
  #followUpOnIncrement(
    action: PurchaseAction,
    opened: OpenedSubject,
    increment: string,
    { kind, share, afterMs }: FollowUp,
    own: string,
  ): void {
    const record = incrementFollowUpRecord(kind, increment, own);
    this.#send(action, opened, record, Math.max(1, Math.floor(share)), afterMs);
  }

  #followUp(
    action: PurchaseAction,
    opened: OpenedSubject,
    root: string,
    followUp: FollowUp,
    number: string,
  ): void {
    const kind = followUp.kind as Parameters<typeof followUpRecord>[0];
    const record = followUpRecord(kind, root, number);
    this.#send(action, opened, record, shareOf(action, followUp), followUp.afterMs);
  }

  #send(
    { name, network }: PurchaseAction,
    opened: OpenedSubject,
    record: NetworkRecord,
    amount: number,
    afterMs: number,
  ): void {
    const content = {
      cardId: this.#issuerCardId(opened),
      transactionTime: this.#now(),
      ...recordContent(name, record, amount),
    };
    const message = {
      name: `${name} ${record.transType}/${record.transCategory} ${record.recordNo}`,
      content,
    };
    this.#simulation.upstreams.send(
      { ...message, network, issuer: opened.isExternal ? EXTERNAL : EMBEDDED, type: 'card_transaction' },
      afterMs,
    );
  }

  /** The card's id at its issuer. */
  #issuerCardId({ cardId = '', isExternal }: OpenedSubject): string {
    return isExternal ? this.#simulation.externalIssuer.cardIdOf(cardId) : cardId;
  }

  #now(): string {
    return formatDateTime(this.#simulation.timeline.now, '+08:00');
  }
}
