/** Cents of an amount in major units. */
export const minorUnits = (major: unknown): bigint => BigInt(Math.round(Number(major) * 100));
