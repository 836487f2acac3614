/** 0 frozen, 1 enabled, as in requests. */
export type FreezeState = 0 | 1;

/** What the record of a card or group at an external issuer keeps about its changes. */
export interface ChangeTracking {
  /** Incremented whenever a change is accepted or settled. */
  readonly changesVersion?: number;
  /** The most recently accepted change. */
  readonly lastChange?: string;
  /** Changes that are not settled yet, in order of acceptance. */
  readonly openChanges?: readonly string[];
  /** Its status at the issuer according to the settled changes. Present while changes are open. */
  readonly issuerStatus?: FreezeState;
}
