import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type Work<Args extends unknown[], Result> = (...args: Args) => Result;

/**
 * Sums the microseconds in which one of the metered functions runs. They are measured where they are called, because
 * RSA alone in a loop is a third faster than among other work. Metered functions must not overlap or call each other.
 */
export class Meter {
  #micros = 0;

  /** Returns the sum since the last call. */
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

/** Meters all RSA operations of this process, whichever module imports them. */
export function meterRsa(meter: Meter): void {
  crypto.publicDecrypt = meter.around(crypto.publicDecrypt);
  crypto.privateEncrypt = meter.around(crypto.privateEncrypt);
  syncBuiltinESMExports();
}
