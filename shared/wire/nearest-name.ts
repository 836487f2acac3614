/** Returns the most similar name, ignoring case; undefined when none is similar. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  const ranked = [...names]
    .map((each) => ({ each, distance: editDistance(name.toLowerCase(), each.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [first] = ranked;
  return first && first.distance <= Math.max(2, name.length / 3) ? first.each : undefined;
}

/** The number of letters to insert, delete or replace (Levenshtein), row by row. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [made, letter] of [...from].entries()) {
    const next = [made + 1];
    for (const [index, other] of [...to].entries()) {
      const [unchanged = 0, dropped = 0, added = 0] = [row[index], row[index + 1], next[index]];
      next.push(Math.min(unchanged + (letter === other ? 0 : 1), dropped + 1, added + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
