import type { Dependencies } from '../../dependencies.ts';

/**
 * Ranges (inclusive) of merchant category codes (ISO 18245) whose merchants clear weeks after the
 * authorization.
 */
const TRAVEL_CATEGORIES: readonly (readonly [first: string, last: string])[] = [
  // By brand: airlines 3000 to 3350, vehicle hire 3351 to 3500, lodging 3501 to 3999.
  ['3000', '3999'],
  // Cruise lines, airlines.
  ['4411', '4411'],
  ['4511', '4511'],
  // Lodging.
  ['7011', '7011'],
  // Hire of cars, trucks and motor homes.
  ['7512', '7513'],
  ['7519', '7519'],
];

/** How long an authorization at a merchant of this category holds money that is not cleared. */
export function holdDurationMs(
  { holdMs, travelHoldMs }: Pick<Dependencies, 'holdMs' | 'travelHoldMs'>,
  merchantCategoryCode: string | undefined,
): number {
  const isTravel = TRAVEL_CATEGORIES.some(
    ([first, last]) =>
      merchantCategoryCode !== undefined && first <= merchantCategoryCode && merchantCategoryCode <= last,
  );
  return isTravel ? travelHoldMs : holdMs;
}
