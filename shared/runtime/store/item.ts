/** A stored item: plain attributes. Integers are numbers, or bigints beyond 2^53. */
export type Item = Readonly<Record<string, unknown>>;

/** The primary key of an item. `sk` is present only in tables with a sort key. */
export interface Key {
  readonly pk: string;
  readonly sk?: string;
}
