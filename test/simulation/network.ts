import { networkAuthorize } from '../../shared/contract/network.ts';
import { readContent } from '../../shared/contract/read-content.ts';
import { formatDateTime } from '../../shared/contract/time.ts';
import { EMBEDDED } from '../../shared/issuer/issuer-name.ts';
import { authorize } from '../../shared/transactions/authorize/authorize.ts';
import type { AuthorizeRequest, AuthorizeResult } from '../../shared/transactions/authorize/purchase.ts';
import { ask, isSame } from './conversation.ts';
import type { Opened } from './merchants.ts';
import type { Deed, Sequel } from './plan/deeds.ts';
import type { Simulation } from './simulation.ts';
import { toldBy } from './upstreams.ts';
import { BELOW, vaultOf } from './world.ts';

type PurchaseDeed = Extract<Deed, { kind: 'purchase' }>;
type FeeDeed = Extract<Deed, { kind: 'fee' }>;

/** Later than all sequels of a purchase. */
const RELEASED_AFTER_MS = 13 * 86_400_000;

/** What there is one of at most, and what is about an increment. */
const ONCE = new Set<Sequel['kind']>(['clear', 'increment']);
const ABOUT_MORE = new Set<Sequel['kind']>(['increment', 'clearMore', 'reverseMore', 'undoMore']);

const shareOf = ({ amount }: PurchaseDeed, { share }: Sequel): number =>
  Math.max(1, Math.floor((amount * share) / 100));

/** The first block of a platform below. */
const BELOW_FROM = 1_000;

/** Records of a purchase that are not sequels by their place among them. */
const [INCREMENT, RELEASE] = [98, 99];

/** Numbers of records, a block of a hundred for each purchase: both networks count theirs from the same number on. */
const numberOf = ({ block }: PurchaseDeed, record: number): string =>
  String(8 * 10 ** 15 + block * 100 + record);

/** The card network and its processors: purchases, what becomes of them, and fees. */
export class Network {
  readonly #simulation: Simulation;
  /** What each purchase was answered. */
  readonly answers = new Map<string, AuthorizeResult>();
  /** What was asked first and answered first, by purchase, for cards for one use. */
  readonly asked = new Map<string, { readonly at: number; answeredAt?: number }>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  fee({ name, on, amount, network, block }: FeeDeed): void {
    this.#simulation.merchants.whenOpened(on, (opened) => {
      if (opened.cardId === undefined) return;
      const receipt = opened.isBelow ? BELOW_FROM + Number(name.slice(1)) : block;
      const content = {
        cardId: this.#told(opened),
        opType: 97,
        receiptNo: String(9 * 10 ** 15 + receipt),
        recordNo: '1',
        userNo: '7',
        realCcy: 'USD',
        realFee: String(amount / 100),
        createAt: this.#now(),
      };
      const issuer = opened.isBelow ? BELOW : EMBEDDED;
      this.#simulation.upstreams.tell(
        { name: `fee ${name}`, issuer, network, type: 'trade_fee', content },
        0,
      );
    });
  }

  /** Cards of this platform are authorized here; those of another were, and this one is told. */
  purchase(planned: PurchaseDeed): void {
    this.#simulation.merchants.whenOpened(planned.on, (opened) => {
      // Whoever speaks for a platform below, its numbers are its own.
      const deed = opened.isBelow
        ? { ...planned, block: BELOW_FROM + Number(planned.name.slice(1)) }
        : planned;
      const root = numberOf(deed, 0);
      if (deed.forced) {
        this.#tell(deed, opened, { recordNo: root, transType: '7', transCategory: 2 }, deed.amount, 0);
      } else if (opened.isBelow) {
        this.#tell(deed, opened, { recordNo: root, transType: '1', transCategory: 1 }, deed.amount, 0);
        this.#continue(deed, opened, root);
        // What it holds there is released there, and told, when nothing more is to come.
        const released = {
          recordNo: numberOf(deed, RELEASE),
          originRecordNo: root,
          transType: '2',
          transCategory: 1,
        };
        this.#tell(deed, opened, released, deed.amount * 3, RELEASED_AFTER_MS);
      } else void this.#authorize(deed, opened);
    });
  }

  async #authorize(deed: PurchaseDeed, opened: Opened): Promise<void> {
    const request = await this.#request(deed.name, deed.amount, opened.cardId ?? '');
    const send = (copy: string) =>
      this.#ask(deed, `authorize ${deed.name}${copy}`, request, (answer) =>
        this.#answered(deed, opened, answer),
      );
    this.asked.set(deed.name, { at: this.#simulation.timeline.now });
    send('');
    deed.copiesAfterMs.forEach((ms, copy) => {
      this.#simulation.timeline.after(ms, () => send(`copy${copy}`));
    });
  }

  #ask(
    { name, network }: PurchaseDeed,
    question: string,
    request: AuthorizeRequest,
    answered: (answer: AuthorizeResult) => void,
  ): void {
    ask(this.#simulation, {
      name: question,
      work: (platform) => authorize(request, toldBy({ issuer: EMBEDDED, name, network }, platform)),
      answered: (answer) => {
        if ('refused' in answer) this.#simulation.violate(`${question} was refused with ${answer.refused}`);
        else answered(answer.result as AuthorizeResult);
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
    return readContent(networkAuthorize.request, {
      networkId: name,
      ...secrets,
      transCurrency: 'USD',
      transCurrencyAmt: amount / 100,
      merchantName: name,
      originRecordNo,
    });
  }

  #answered(deed: PurchaseDeed, opened: Opened, answer: AuthorizeResult): void {
    const before = this.answers.get(deed.name);
    if (before && !isSame(before, answer))
      this.#simulation.violate(
        `${deed.name} was answered ${JSON.stringify(answer)}, before ${JSON.stringify(before)}`,
      );
    this.answers.set(deed.name, before ?? answer);
    const asked = this.asked.get(deed.name);
    if (asked) asked.answeredAt ??= this.#simulation.timeline.now;
    if (!before && answer.approved === 1) this.#continue(deed, opened, answer.recordNo);
  }

  #continue(deed: PurchaseDeed, opened: Opened, root: string): void {
    const isFirst = ({ kind }: Sequel, index: number) =>
      deed.sequels.findIndex((one) => one.kind === kind) === index;
    const sequels = deed.sequels.filter((one, index) => !ONCE.has(one.kind) || isFirst(one, index));
    const more = sequels.find(({ kind }) => kind === 'increment');
    const beside = sequels.findIndex(({ kind }) => kind === 'clearBeside');
    const clearing = beside < 0 ? undefined : numberOf(deed, beside + 1);
    sequels.forEach((sequel, index) => {
      const own = numberOf(deed, index + 1);
      // What a platform below captures after a reversal it tells as what that moved.
      if (ABOUT_MORE.has(sequel.kind) || (opened.isBelow && sequel.kind === 'recapture')) return;
      if (sequel.kind === 'undoBeside') {
        const cleared = deed.sequels.find(({ kind }) => kind === 'clearBeside')?.share ?? 0;
        if (clearing !== undefined)
          this.#sequel(deed, opened, clearing, { ...sequel, share: Math.min(sequel.share, cleared) }, own);
      } else this.#sequel(deed, opened, root, sequel, own);
    });
    if (more) void this.#increment(deed, opened, root, more);
  }

  /**
   * Asks for more, as a hotel does, where cards are authorized here; another platform tells of it, and so does the network
   * where it has approved it itself.
   */
  async #increment(deed: PurchaseDeed, opened: Opened, root: string, more: Sequel): Promise<void> {
    const { timeline } = this.#simulation;
    const amount = shareOf(deed, more);
    const own = numberOf(deed, INCREMENT);
    const isFirst = ({ kind }: Sequel, index: number) =>
      deed.sequels.findIndex((one) => one.kind === kind) === index;
    const then = (recordNo: string) => {
      deed.sequels.forEach((sequel, index) => {
        if (sequel.kind === 'increment' || !ABOUT_MORE.has(sequel.kind) || !isFirst(sequel, index)) return;
        const record = numberOf(deed, 50 + index);
        const share = (amount * sequel.share) / 100;
        this.#aboutMore(deed, opened, recordNo, { ...sequel, share }, record);
      });
    };
    if (opened.isBelow || this.#simulation.dice(`stand-in ${deed.name}`).chance(0.3)) {
      const record = { recordNo: own, originRecordNo: root, transType: '1', transCategory: 1 };
      this.#tell(deed, opened, record, amount, more.afterMs);
      return then(own);
    }
    const name = `${deed.name}+`;
    const request = await this.#request(name, amount, opened.cardId ?? '', root);
    timeline.after(more.afterMs, () =>
      this.#ask(deed, `increment ${deed.name}`, request, (answer) => {
        if (this.answers.has(name)) return;
        this.answers.set(name, answer);
        if (answer.approved === 1) then(answer.recordNo);
      }),
    );
  }

  /** What becomes of an increment, named as such; `share` is its amount. */
  #aboutMore(
    deed: PurchaseDeed,
    opened: Opened,
    increment: string,
    { kind, share, afterMs }: Sequel,
    own: string,
  ): void {
    const transCategory = kind === 'reverseMore' ? 1 : 2;
    const record =
      kind === 'clearMore'
        ? { recordNo: increment, transType: '1', transCategory }
        : { recordNo: own, originRecordNo: increment, transType: '2', transCategory };
    this.#tell(deed, opened, record, Math.max(1, Math.floor(share)), afterMs);
  }

  #sequel(deed: PurchaseDeed, opened: Opened, root: string, sequel: Sequel, number: string): void {
    const own = { recordNo: number, originRecordNo: root };
    const undo = { ...own, transType: '2', transCategory: 2 };
    const record = {
      undo,
      undoBeside: undo,
      clear: { recordNo: root, transType: '1', transCategory: 2 },
      clearBeside: { ...own, transType: '1', transCategory: 2 },
      reverse: { ...own, transType: '2', transCategory: 1 },
      return: { ...own, transType: '3', transCategory: 2 },
      recapture: { ...own, transType: '5', transCategory: 2 },
    }[sequel.kind as Exclude<Sequel['kind'], 'increment' | 'clearMore' | 'reverseMore' | 'undoMore'>];
    this.#tell(deed, opened, record, shareOf(deed, sequel), sequel.afterMs);
  }

  #tell(
    { name, network }: PurchaseDeed,
    opened: Opened,
    record: { readonly recordNo: string; readonly transType: string; readonly transCategory: number },
    moved: number,
    afterMs: number,
  ): void {
    const content = {
      cardId: this.#told(opened),
      ...record,
      transactionTime: this.#now(),
      transCurrencyAmt: moved / 100,
      localCurrency: 'USD',
      localCurrencyAmt: moved / 100,
      ...(record.transCategory === 2 && { settleAmount: moved / 100 }),
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
      { ...message, network, issuer: opened.isBelow ? BELOW : EMBEDDED, type: 'card_transaction' },
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
