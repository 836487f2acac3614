/**
 * The attribute of tables with time to live: DynamoDB drops the item some time after `at`, epoch milliseconds, possibly
 * days later. Nothing may rely on the item being gone.
 */
export const expiryAttributes = (at: number) => ({ expiresAt: Math.floor(at / 1_000) });

/** The name of that attribute, to keep an item that would expire. */
export const EXPIRY_ATTRIBUTE = 'expiresAt';
