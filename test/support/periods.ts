/** The criteria with the ends of their period in order: a period that ends before it begins is refused. */
export function inOrder<Wanted extends { readonly beginTime?: string; readonly endTime?: string }>(
  wanted: Wanted,
): Wanted {
  const { beginTime, endTime } = wanted;
  if (beginTime === undefined || endTime === undefined || beginTime <= endTime) return wanted;
  return { ...wanted, beginTime: endTime, endTime: beginTime };
}
