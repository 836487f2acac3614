import { networkAuthorize } from '../../shared/contract/network.ts';
import { readContent } from '../../shared/contract/read-content.ts';
import { formatDateTime } from '../../shared/contract/time.ts';
import { EMBEDDED } from '../../shared/issuer/issuer.ts';
import { authorize } from '../../shared/transactions/authorize/authorize.ts';
import type { AuthorizeRequest, AuthorizeResult } from '../../shared/transactions/authorize/purchase.ts';
import { Vault } from '../../shared/vault/vault.ts';
import { ask, isSame } from './conversation.ts';
import type { Opened } from './merchants.ts';
import type { Deed, Purchase, Sequel } from './plan.ts';
import type { Simulation } from './simulation.ts';
import { toldBy } from './upstreams.ts';
import { BELOW, sealer } from './world.ts';

type PurchaseDeed = Extract<Deed, { kind: 'purchase' }>;
type FeeDeed = Extract<Deed, { kind: 'fee' }>;

/** Later than all sequels of a purchase. */
const RELEASED_AFTER_MS = 13 * 86_400_000;

/** Numbers of records that nobody else gives: of a deed, a block of a hundred. */
const numberOf = (deed: string, record: number): string =>
  String(8 * 10 ** 15 + Number(deed.slice(1)) * 100 + record);

/** The card network and its processors: purchases, what becomes of them, and fees. */
export class Network {
  readonly #simulation: Simulation;
  /** What each purchase was answered. */
  readonly answers = new Map<string, AuthorizeResult>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  fee({ name, on, amount }: FeeDeed): void {
    this.#simulation.merchants.whenOpened(on, (opened) => {
      if (opened.cardId === undefined) return;
      const content = {
        cardId: this.#told(opened),
        opType: 97,
        receiptNo: numberOf(name, 0),
        recordNo: numberOf(name, 1),
        userNo: '7',
        realCcy: 'USD',
        realFee: String(amount / 100),
        createAt: this.#now(),
      };
      const issuer = opened.isBelow ? BELOW : EMBEDDED;
      this.#simulation.upstreams.tell({ name: `fee ${name}`, issuer, type: 'trade_fee', content }, 0);
    });
  }

  /** Cards of this platform are authorized here; those of another were, and this one is told. */
  purchase(deed: PurchaseDeed): void {
    this.#simulation.merchants.whenOpened(deed.on, (opened) => {
      if (opened.isBelow) {
        const root = numberOf(deed.name, 0);
        this.#tell(deed, opened, { recordNo: root, transType: '1', transCategory: 1 }, deed.amount, 0);
        this.#continue(deed, opened, root);
        // What it holds there is released there, and told, when nothing more is to come.
        const released = {
          recordNo: numberOf(deed.name, 99),
          originRecordNo: root,
          transType: '2',
          transCategory: 1,
        };
        this.#tell(deed, opened, released, deed.amount, RELEASED_AFTER_MS);
      } else void this.#authorize(deed, opened);
    });
  }

  async #authorize(deed: PurchaseDeed, opened: Opened): Promise<void> {
    const request = await this.#request(deed, opened.cardId ?? '');
    const send = (copy: string) =>
      ask(this.#simulation, {
        name: `authorize ${deed.name}${copy}`,
        work: (platform) => authorize(request, toldBy({ issuer: EMBEDDED, name: deed.name }, platform)),
        answered: (answer) => {
          if ('refused' in answer)
            this.#simulation.violate(`${deed.name} was refused with ${answer.refused}`);
          else this.#answered(deed, opened, answer.result as AuthorizeResult);
        },
      });
    send('');
    deed.copiesAfterMs.forEach((ms, copy) => {
      this.#simulation.timeline.after(ms, () => send(`copy${copy}`));
    });
  }

  async #request({ name, amount }: PurchaseDeed, cardId: string): Promise<AuthorizeRequest> {
    const secrets = await new Vault(this.#simulation.store, sealer).read(cardId);
    return readContent(networkAuthorize.request, {
      networkId: name,
      ...secrets,
      transCurrency: 'USD',
      transCurrencyAmt: amount / 100,
      merchantName: name,
    });
  }

  #answered(deed: PurchaseDeed, opened: Opened, answer: AuthorizeResult): void {
    const before = this.answers.get(deed.name);
    if (before && !isSame(before, answer))
      this.#simulation.violate(
        `${deed.name} was answered ${JSON.stringify(answer)}, before ${JSON.stringify(before)}`,
      );
    this.answers.set(deed.name, before ?? answer);
    if (!before && answer.approved === 1) this.#continue(deed, opened, answer.recordNo);
  }

  #continue(deed: PurchaseDeed, opened: Opened, root: string): void {
    const once = deed.sequels.filter(
      ({ kind }, index) => kind !== 'clear' || deed.sequels.findIndex((one) => one.kind === kind) === index,
    );
    once.forEach((sequel, index) => {
      this.#sequel(deed, opened, root, sequel, index + 1);
    });
  }

  #sequel(
    deed: PurchaseDeed,
    opened: Opened,
    root: string,
    { kind, share, afterMs }: Sequel,
    index: number,
  ): void {
    const amount = Math.max(1, Math.floor((deed.amount * share) / 100));
    const own = { recordNo: numberOf(deed.name, index), originRecordNo: root };
    const record = {
      clear: { recordNo: root, transType: '1', transCategory: 2 },
      clearBeside: { ...own, transType: '1', transCategory: 2 },
      reverse: { ...own, transType: '2', transCategory: 1 },
      return: { ...own, transType: '3', transCategory: 2 },
    }[kind];
    this.#tell(deed, opened, record, amount, afterMs);
  }

  #tell(
    { name, amount }: Pick<Purchase, 'amount'> & { name: string },
    opened: Opened,
    record: { readonly recordNo: string; readonly transType: string; readonly transCategory: number },
    moved: number,
    afterMs: number,
  ): void {
    const settled = record.transCategory === 2;
    const content = {
      cardId: this.#told(opened),
      ...record,
      transactionTime: this.#now(),
      transCurrencyAmt: (settled ? amount : moved) / 100,
      localCurrency: 'USD',
      localCurrencyAmt: (settled ? amount : moved) / 100,
      ...(settled && { settleAmount: moved / 100 }),
      merchantName: `${name}:${record.recordNo}`,
      transStatus: '1',
      respCode: '000000',
      respCodeDesc: 'success',
    };
    const message = {
      name: `${name} ${record.transType}/${record.transCategory} ${record.recordNo}`,
      content,
    };
    this.#simulation.upstreams.tell(
      { ...message, issuer: opened.isBelow ? BELOW : EMBEDDED, type: 'card_transaction' },
      afterMs,
    );
  }

  /** The id by which its issuer speaks of the card. */
  #told({ cardId = '', isBelow }: Opened): string {
    return isBelow ? this.#simulation.below.cardIdOf(cardId) : cardId;
  }

  #now(): string {
    return formatDateTime(this.#simulation.timeline.now, '+08:00');
  }
}
