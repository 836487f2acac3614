/** 0 frozen, 1 enabled, as requests say it. */
export type FreezeState = 0 | 1;

/** What the record of a card or group at a platform below keeps of the changes that it is told of. */
export interface ChangeTracking {
  /** Grows with every change that is accepted or settled. */
  readonly changesVersion?: number;
  /** The change that was accepted last. */
  readonly lastChange?: string;
  /** Changes that are not settled yet, in the order in which they were accepted. */
  readonly openChanges?: readonly string[];
  /** Its status there by the changes that are settled, as long as there are open ones. */
  readonly statusBelow?: FreezeState;
}
