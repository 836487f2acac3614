/** Formats rows of cells as lines, each column as wide as its widest cell. Escapes the cells. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const escapedRows = rows.map((row) => row.map(escapeLine));
  const widths: number[] = [];
  for (const row of escapedRows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return escapedRows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What no screen shows: control characters, format characters such as for bidirectional text, and non-characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (one: string): string => {
  const code = (one.codePointAt(0) ?? 0).toString(16);
  return SHORT[one] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`);
};

/** Escapes line breaks and everything that a terminal would interpret, in others' text. Idempotent. */
export const escapeLine = (text: string): string => text.replace(INVISIBLE, escaped);

/** Escapes the lines of a text, but not the line breaks between them. */
export const escapeLines = (text: string): string => text.split('\n').map(escapeLine).join('\n');
