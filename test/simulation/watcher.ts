import { dptAcquire } from '../../shared/contract/operations/dpt.ts';
import { readContent } from '../../shared/contract/read-content.ts';
import { acquire } from '../../shared/dpt/acquire.ts';
import type { AddressSource } from '../../shared/dpt/address-source.ts';
import { EMBEDDED } from '../../shared/issuer/issuer-name.ts';
import { ask } from './conversation.ts';
import type { Coins } from './plan/deeds.ts';
import type { Simulation } from './simulation.ts';

type Deed = Coins & { readonly name: string };
type Acquired = Readonly<Record<'orderNo' | 'address', string>>;

/** Coins that a payer sent, and have stayed on the chain. */
interface Paid {
  readonly userNo: string;
  /** Millionths of a coin. */
  readonly amount: number;
}

/** What a watcher tells of a transfer: `atMs` of the transaction and `afterMs` of the telling, from its first moment on. */
interface Telling {
  readonly atMs: number;
  readonly afterMs: number;
  readonly changes: Readonly<Record<string, unknown>>;
}

const LATER_MS = 600_000;
const seen = (afterMs: number, changes: Telling['changes'] = {}, atMs = 0): Telling => ({
  atMs,
  afterMs,
  changes,
});

/** What is told of each transfer of a story. */
const STORIES: Readonly<Record<Coins['story'], readonly (readonly Telling[])[]>> = {
  final: [[seen(0)]],
  confirmed: [[seen(0, { confirmations: 1 }), seen(LATER_MS, { confirmations: 1_000 })]],
  two: [[seen(0, { logIndex: 0 })], [seen(0, { logIndex: 1 })]],
  gone: [[seen(0), seen(LATER_MS, { removed: 1 })]],
  back: [[seen(0), seen(LATER_MS, { removed: 1 }), seen(2 * LATER_MS, {}, LATER_MS)]],
};

/** A real address takes a while to derive. */
const addresses: AddressSource = { addressFor: async (_, orderNo) => `T${orderNo}` };

/** Watches a chain for payments to merchants' addresses. */
export class Watcher {
  readonly #simulation: Simulation;
  readonly paid: Paid[] = [];

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  coins(deed: Deed): void {
    const { merchant } = this.#simulation.merchants.endpoints[deed.merchant]?.known ?? {};
    if (!merchant) return;
    const asked = { userReqNo: deed.name, currency: 'USDT', network: 'TRC20' };
    ask(this.#simulation, {
      name: `${merchant.userNo}/${deed.name} acquire`,
      work: (platform) =>
        acquire(
          readContent(dptAcquire.request, asked),
          { platform, merchant, correlationId: `of ${deed.name}` },
          addresses,
        ),
      answered: (answer) => {
        if ('refused' in answer) this.#simulation.violate(`${deed.name} was refused with ${answer.refused}`);
        else this.#pay(deed, merchant.userNo, answer.result as Acquired);
      },
    });
  }

  #pay({ name, story, amount }: Deed, userNo: string, { orderNo, address }: Acquired): void {
    const paidAt = this.#simulation.timeline.now;
    const transfer = {
      txId: name.slice(1).padStart(64, '0'),
      fromAddress: 'T1',
      toAddress: address,
      paymentAmount: amount / 1e6,
      factAmount: amount / 1e6,
      fee: 0,
      serialNumber: name,
      orderNo,
    };
    STORIES[story].forEach((tellings, index) => {
      if (story !== 'gone') this.paid.push({ userNo, amount });
      tellings.forEach(({ atMs, afterMs, changes }, place) => {
        const transactionTime = new Date(paidAt + atMs).toISOString();
        const content = { ...transfer, transactionTime, ...changes };
        const message = { name: `coins ${name}/${index}/${place}`, issuer: EMBEDDED, content };
        this.#simulation.upstreams.tell({ ...message, type: 'dpt_payment_bill' }, afterMs);
      });
    });
  }
}
