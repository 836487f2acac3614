import { isDeepStrictEqual } from 'node:util';

/** The result of one check: how many subjects it examined, and the differences it found. */
export interface CheckResult {
  readonly name: string;
  readonly examined: number;
  readonly differences: readonly string[];
}

/** Checks each of the subjects. One that cannot be checked counts as a difference, and the others are still checked. */
export function checkEach<Subject>(
  name: string,
  subjects: Iterable<Subject>,
  wrongWith: (subject: Subject) => readonly string[],
): CheckResult {
  const all = [...subjects];
  return { name, examined: all.length, differences: all.flatMap(mismatchesOrError(wrongWith)) };
}

const mismatchesOrError =
  <Subject>(wrongWith: (subject: Subject) => readonly string[]) =>
  (subject: Subject): readonly string[] => {
    try {
      return wrongWith(subject);
    } catch (error) {
      return [`cannot be checked: ${error}`];
    }
  };

/** Compares a stored value with what it should be, as computed from `by`. Returns the difference, if any. */
export const mismatch = (what: string, stored: unknown, by: string, computed: unknown): string[] =>
  isDeepStrictEqual(stored, computed) ? [] : [`${what} ${stored}, by ${by} ${computed}`];

/** Compares the stored fields with the computed ones. Returns the differences. */
export const fieldMismatches = <Fields extends object>(
  what: string,
  stored: Fields,
  by: string,
  computed: { readonly [Field in keyof Fields]?: unknown },
): string[] =>
  (Object.keys(computed) as (keyof Fields & string)[]).flatMap((field) =>
    mismatch(`${what}: ${field}`, stored[field], by, computed[field]),
  );

/** Sums by name, in minor units. */
export class Totals {
  readonly #totals = new Map<string, bigint>();

  add(name: string, amount: bigint): void {
    this.#totals.set(name, this.of(name) + amount);
  }

  of(name: string): bigint {
    return this.#totals.get(name) ?? 0n;
  }

  names(): string[] {
    return [...this.#totals.keys()];
  }
}

/** Counts the things by name. Those without a name are ignored. */
export function countBy<Thing>(things: Iterable<Thing>, name: (thing: Thing) => string | undefined): Totals {
  const counts = new Totals();
  for (const thing of things) {
    const counted = name(thing);
    if (counted !== undefined) counts.add(counted, 1n);
  }
  return counts;
}
