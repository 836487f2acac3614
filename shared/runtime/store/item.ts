/** A stored item: plain attributes, integers as number or (beyond 2^53) bigint. */
export type Item = Readonly<Record<string, unknown>>;

/** The primary key of an item; `sk` only in tables that have a sort key. */
export interface Key {
  readonly pk: string;
  readonly sk?: string;
}
