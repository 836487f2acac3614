/** Integers beyond 2^53 come back as bigint, so that no minor unit is lost on the way. */
export const parseNumber = (digits: string): number | bigint => {
  const number = Number(digits);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? BigInt(digits) : number;
};
