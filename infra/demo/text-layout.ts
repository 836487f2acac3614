/** The maximum width of a line. */
const WIDTH = 100;

/**
 * Formats JSON for reading: on one line if it fits, otherwise with as many members on a line as fit. `indent` starts
 * the lines after the first.
 */
export function formatJson(value: unknown, indent = ''): string {
  const flat = inline(value);
  if (indent.length + flat.length <= WIDTH || typeof value !== 'object' || value === null) return flat;
  const inner = `${indent}  `;
  const members = membersOf(value).map(([label, member]) => label + formatJson(member, inner));
  const filled = fill(members, inner);
  return Array.isArray(value) ? `[\n${inner}${filled}\n${indent}]` : `{ ${filled} }`;
}

function inline(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = membersOf(value).map(([label, member]) => label + inline(member));
  if (Array.isArray(value)) return `[${members.join(', ')}]`;
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** The members, with their names in an object and empty labels in an array. */
function membersOf(value: object): [label: string, member: unknown][] {
  if (Array.isArray(value)) return value.map((member) => ['', member]);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return entries.map(([field, member]) => [`${JSON.stringify(field)}: `, member]);
}

function fill(members: readonly string[], indent: string): string {
  const lines: string[] = [];
  for (const member of members) {
    const line = lines.at(-1);
    const joined = `${line}, ${member}`;
    const fits = line !== undefined && !joined.includes('\n') && indent.length + joined.length < WIDTH;
    if (fits) lines[lines.length - 1] = joined;
    else lines.push(member);
  }
  return lines.join(`,\n${indent}`);
}
