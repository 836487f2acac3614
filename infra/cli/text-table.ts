/** Rows of cells as lines of text, each column as wide as its widest cell; whatever a cell says, it is a cell. */
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

/**
 * What no screen shows as itself: controls, what turns the direction of writing or joins unseen, and what is no
 * character.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (one: string): string => {
  const code = (one.codePointAt(0) ?? 0).toString(16);
  return SHORT[one] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`);
};

/** What others wrote, on one line and without anything that a terminal would obey. Printed twice it is the same. */
export const escapeLine = (text: string): string => text.replace(INVISIBLE, escaped);

/** Text of several lines as a command prints it: its lines are its own, and all else that cannot be seen is escaped. */
export const escapeLines = (text: string): string => text.split('\n').map(escapeLine).join('\n');
