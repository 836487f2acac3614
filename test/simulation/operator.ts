import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { bookDeposit } from '../../shared/domain/money/accounts/deposit.ts';
import { correctBooking } from '../../shared/domain/money/corrections/correct-booking.ts';
import { postDebtCollection } from '../../shared/domain/money/corrections/debt.ts';
import { ActRefused } from '../../shared/domain/money/corrections/operator-act.ts';
import { payOut } from '../../shared/domain/money/corrections/payout.ts';
import type { Action, BankBooking } from './plan/actions.ts';
import { callUntilAnswered } from './reliable-call.ts';
import type { Simulation } from './simulation.ts';

/** Recorded with each operator's action. */
const SIGNATURE = { reason: 'as the bank says', by: 'operator' };

/** The operator, who books bank transfers and repeats each command until it succeeds or is refused. */
export class Operator {
  readonly #simulation: Simulation;
  /** Payments from the bank, less payouts, by merchant; in cents of USD. */
  readonly paidIn: { readonly userNo: string; readonly amount: number }[] = [];

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  book({ name, merchant, typed, paidIn, paidOut, afterMs }: BankBooking & { readonly name: string }): void {
    const { userNo } = this.#simulation.merchants.endpoints[merchant]?.owner.merchant ?? { userNo: '' };
    const booking = { userNo, currency: 'USD', reference: name };
    const deposit = { kind: 'deposit', reference: name, amount: BigInt(paidIn), overdraft: true } as const;
    this.#run(
      `deposit ${name}`,
      (deps) => bookDeposit(deps, { ...booking, amount: BigInt(typed) }),
      () => {
        this.#simulation.timeline.after(afterMs, () =>
          this.#run(
            `correct ${name}`,
            (deps) => correctBooking(deps, { ...deposit, ...SIGNATURE }),
            () => {
              this.paidIn.push({ userNo, amount: paidIn });
            },
          ),
        );
      },
    );
    const payout = { ...booking, amount: BigInt(paidOut), ...SIGNATURE };
    this.#simulation.timeline.after(afterMs, () =>
      this.#run(
        `pay out ${name}`,
        (deps) => payOut(deps, payout),
        () => {
          this.paidIn.push({ userNo, amount: -paidOut });
        },
      ),
    );
  }

  collect({ name, on, afterMs }: Extract<Action, { kind: 'collect' }>): void {
    this.#simulation.merchants.whenOpened(on, ({ cardId, groupId }) => {
      const debtor = cardId === undefined ? { groupId: groupId ?? '' } : { cardId };
      const act = { debtor, reference: name, overdraft: true, ...SIGNATURE };
      this.#simulation.timeline.after(afterMs, () =>
        this.#run(
          `collect ${name}`,
          (deps) => postDebtCollection(deps, act),
          () => {},
        ),
      );
    });
  }

  /** A refusal ends the command without any effect. */
  #run(name: string, work: (deps: Dependencies) => Promise<unknown>, done: () => void): void {
    const refused = Symbol('refused');
    callUntilAnswered(this.#simulation, {
      name,
      work: (deps) =>
        work(deps).catch((error: unknown) => {
          if (error instanceof ActRefused) return refused;
          throw error;
        }),
      onResponse: (response) => {
        if ('errorCode' in response)
          this.#simulation.violate(`${name} was refused with ${response.errorCode}`);
        else if (response.result !== refused) done();
      },
    });
  }
}
