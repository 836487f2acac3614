/** Cents of an amount in major units. */
export const minor = (major: unknown): bigint => BigInt(Math.round(Number(major) * 100));
