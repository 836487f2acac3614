import { ActRefused } from '../../shared/corrections/act.ts';
import { correctBooking } from '../../shared/corrections/correct.ts';
import { collect } from '../../shared/corrections/debt.ts';
import { payOut } from '../../shared/corrections/pay-out.ts';
import { bookDeposit } from '../../shared/ledger/deposit.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { ask } from './conversation.ts';
import type { Bank, Deed } from './plan/deeds.ts';
import type { Simulation } from './simulation.ts';

/** Who says why. */
const SIGNED = { reason: 'as the bank says', by: 'operator' };

/** The operator, who books what the bank says, and repeats a command until it is done. */
export class Operator {
  readonly #simulation: Simulation;
  /** What came from the bank, less what went there: by merchant, in cents of USD. */
  readonly paidIn: { readonly userNo: string; readonly amount: number }[] = [];

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  bank({ name, merchant, typed, paidIn, paidOut, afterMs }: Bank & { readonly name: string }): void {
    const { userNo } = this.#simulation.merchants.endpoints[merchant]?.known.merchant ?? { userNo: '' };
    const booking = { userNo, currency: 'USD', reference: name };
    const right = { kind: 'deposit', reference: name, amount: BigInt(paidIn), overdraft: true } as const;
    this.#act(
      `deposit ${name}`,
      (platform) => bookDeposit(platform, { ...booking, amount: BigInt(typed) }),
      () => {
        this.#simulation.timeline.after(afterMs, () =>
          this.#act(
            `correct ${name}`,
            (platform) => correctBooking(platform, { ...right, ...SIGNED }),
            () => {
              this.paidIn.push({ userNo, amount: paidIn });
            },
          ),
        );
      },
    );
    const payout = { ...booking, amount: BigInt(paidOut), ...SIGNED };
    this.#simulation.timeline.after(afterMs, () =>
      this.#act(
        `pay out ${name}`,
        (platform) => payOut(platform, payout),
        () => {
          this.paidIn.push({ userNo, amount: -paidOut });
        },
      ),
    );
  }

  collect({ name, on, afterMs }: Extract<Deed, { kind: 'collect' }>): void {
    this.#simulation.merchants.whenOpened(on, ({ cardId, groupId }) => {
      const debtor = cardId === undefined ? { groupId: groupId ?? '' } : { cardId };
      const act = { debtor, reference: name, overdraft: true, ...SIGNED };
      this.#simulation.timeline.after(afterMs, () =>
        this.#act(
          `collect ${name}`,
          (platform) => collect(platform, act),
          () => {},
        ),
      );
    });
  }

  /** A refusal ends it: it says that nothing was done. */
  #act(name: string, work: (platform: Platform) => Promise<unknown>, done: () => void): void {
    const refused = Symbol('refused');
    ask(this.#simulation, {
      name,
      work: (platform) =>
        work(platform).catch((error: unknown) => {
          if (error instanceof ActRefused) return refused;
          throw error;
        }),
      answered: (answer) => {
        if ('refused' in answer) this.#simulation.violate(`${name} was refused with ${answer.refused}`);
        else if (answer.result !== refused) done();
      },
    });
  }
}
