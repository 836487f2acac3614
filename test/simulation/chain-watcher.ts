import { acquire } from '../../shared/domain/dpt/acquire.ts';
import type { AddressSource } from '../../shared/domain/dpt/address-source.ts';
import { EMBEDDED } from '../../shared/domain/issuer-name.ts';
import { dptAcquire } from '../../shared/wire/contract/operations/dpt.ts';
import { parseContent } from '../../shared/wire/contract/parse-content.ts';
import type { CoinPayment } from './plan/actions.ts';
import { callUntilAnswered } from './reliable-call.ts';
import type { Simulation } from './simulation.ts';

type CoinAction = CoinPayment & { readonly name: string };
type Acquired = Readonly<Record<'orderNo' | 'address', string>>;

/** A transfer of coins that stayed on the chain. */
interface Paid {
  readonly userNo: string;
  /** Millionths of a coin. */
  readonly amount: number;
}

/** A report of a transfer: the time of its transaction and the time of the report, relative to its start. */
interface Sighting {
  readonly atMs: number;
  readonly afterMs: number;
  readonly changes: Readonly<Record<string, unknown>>;
}

const LATER_MS = 600_000;
const sighting = (afterMs: number, changes: Sighting['changes'] = {}, atMs = 0): Sighting => ({
  atMs,
  afterMs,
  changes,
});

/** The reports of each transfer of a scenario. */
const SCENARIOS: Readonly<Record<CoinPayment['scenario'], readonly (readonly Sighting[])[]>> = {
  final: [[sighting(0)]],
  confirmed: [[sighting(0, { confirmations: 1 }), sighting(LATER_MS, { confirmations: 1_000 })]],
  two: [[sighting(0, { logIndex: 0 })], [sighting(0, { logIndex: 1 })]],
  gone: [[sighting(0), sighting(LATER_MS, { removed: 1 })]],
  back: [[sighting(0), sighting(LATER_MS, { removed: 1 }), sighting(2 * LATER_MS, {}, LATER_MS)]],
};

/** A constant address per order, because it takes too long to derive a real one. */
const addresses: AddressSource = { addressFor: async (_, orderNo) => `T${orderNo}` };

/** A coin watcher: reports payments to merchants' addresses. */
export class ChainWatcher {
  readonly #simulation: Simulation;
  readonly paid: Paid[] = [];

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  pay(action: CoinAction): void {
    const { merchant } = this.#simulation.merchants.endpoints[action.merchant]?.owner ?? {};
    if (!merchant) return;
    const content = { userReqNo: action.name, currency: 'USDT', network: 'TRC20' };
    callUntilAnswered(this.#simulation, {
      name: `${merchant.userNo}/${action.name} acquire`,
      work: (deps) =>
        acquire(
          parseContent(dptAcquire.request, content),
          { deps, merchant, correlationId: `of ${action.name}` },
          addresses,
        ),
      onResponse: (response) => {
        if ('errorCode' in response)
          this.#simulation.violate(`${action.name} was refused with ${response.errorCode}`);
        else this.#send(action, merchant.userNo, response.result as Acquired);
      },
    });
  }

  #send({ name, scenario, amount }: CoinAction, userNo: string, { orderNo, address }: Acquired): void {
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
    SCENARIOS[scenario].forEach((reports, index) => {
      if (scenario !== 'gone') this.paid.push({ userNo, amount });
      reports.forEach(({ atMs, afterMs, changes }, place) => {
        const transactionTime = new Date(paidAt + atMs).toISOString();
        const content = { ...transfer, transactionTime, ...changes };
        const message = { name: `coins ${name}/${index}/${place}`, issuer: EMBEDDED, content };
        this.#simulation.upstreams.send({ ...message, type: 'dpt_payment_bill' }, afterMs);
      });
    });
  }
}
