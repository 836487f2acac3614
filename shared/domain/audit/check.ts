import { isDeepStrictEqual } from 'node:util';

/** One check of the audit: how much it looked at, and what it found wrong. */
export interface CheckResult {
  readonly name: string;
  readonly examined: number;
  readonly differences: readonly string[];
}

/** Looks at each of the subjects; one that cannot be looked at is a difference too, and keeps none from the others. */
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
      return [`something cannot be read: ${error}`];
    }
  };

/** What is kept, held against what it must be by what it was computed from. */
export const mismatch = (what: string, kept: unknown, by: string, computed: unknown): string[] =>
  isDeepStrictEqual(kept, computed) ? [] : [`${what} ${kept}, by ${by} ${computed}`];

/** The differences of each field that both have, or should have. */
export const fieldMismatches = <Fields extends object>(
  what: string,
  kept: Fields,
  by: string,
  computed: { readonly [Field in keyof Fields]?: unknown },
): string[] =>
  (Object.keys(computed) as (keyof Fields & string)[]).flatMap((field) =>
    mismatch(`${what}: ${field}`, kept[field], by, computed[field]),
  );

/** Sums of minor units by name. */
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

/** How many of the things have each name; those without one do not count. */
export function countBy<Thing>(things: Iterable<Thing>, name: (thing: Thing) => string | undefined): Totals {
  const counts = new Totals();
  for (const thing of things) {
    const counted = name(thing);
    if (counted !== undefined) counts.add(counted, 1n);
  }
  return counts;
}
