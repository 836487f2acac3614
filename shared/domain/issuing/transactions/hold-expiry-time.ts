import type { Dependencies } from '../../dependencies.ts';

/** Categories (ISO 18245) by range, both ends included, of merchants that clear weeks after they authorize. */
const TRAVEL_CATEGORIES: readonly (readonly [first: string, last: string])[] = [
  // Airlines 3000 to 3350, vehicle hire 3351 to 3500 and lodging 3501 to 3999, by their brands.
  ['3000', '3999'],
  // Cruise lines, airlines.
  ['4411', '4411'],
  ['4511', '4511'],
  // Lodging.
  ['7011', '7011'],
  // Hire of cars, of trucks, and of motor homes.
  ['7512', '7513'],
  ['7519', '7519'],
];

/** How long an authorization of a merchant of this category holds money that is not cleared, in milliseconds. */
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
