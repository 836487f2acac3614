/** Converts an amount in major units to cents. */
export const minorUnits = (major: unknown): bigint => BigInt(Math.round(Number(major) * 100));
