/** Parses a DynamoDB number. Integers beyond 2^53 become bigints, so that no minor unit is lost. */
export const parseNumber = (digits: string): number | bigint => {
  const number = Number(digits);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? BigInt(digits) : number;
};
