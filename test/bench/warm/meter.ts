import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type Work<Args extends unknown[], Result> = (...args: Args) => Result;

/**
 * Sums the time, in microseconds, while one of the functions it was put around is at work: where they are called, because
 * RSA by itself in a loop is a third faster than among other work. One at a time, no two inside each other.
 */
export class Meter {
  #micros = 0;

  /** What was summed since the last time that was asked. */
  take(): number {
    const micros = this.#micros;
    this.#micros = 0;
    return micros;
  }

  around<Args extends unknown[], Result>(work: Work<Args, Result>): Work<Args, Result> {
    return (...args) => {
      const before = performance.now();
      const result = work(...args);
      if (result instanceof Promise) return result.finally(() => this.#add(before)) as Result;
      this.#add(before);
      return result;
    };
  }

  #add(before: number): void {
    this.#micros += (performance.now() - before) * 1_000;
  }
}

/** Puts the meter around all RSA of this process, whoever imported it. */
export function meterRsa(meter: Meter): void {
  crypto.publicDecrypt = meter.around(crypto.publicDecrypt);
  crypto.privateEncrypt = meter.around(crypto.privateEncrypt);
  syncBuiltinESMExports();
}
