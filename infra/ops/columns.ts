/** Rows of cells as lines of text, each column as wide as its widest cell; whatever a cell says, it is a cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of shown)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return shown
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What no screen shows as itself: controls, what turns the direction of writing or joins unseen, and what is no character. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (one: string): string => {
  const code = (one.codePointAt(0) ?? 0).toString(16);
  return SHORT[one] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`);
};

/** What others wrote, on one line and without anything that a terminal would obey. Printed twice it is the same. */
export const printable = (text: string): string => text.replace(UNSEEN, escaped);

/** Text of several lines as a command prints it: its lines are its own, and all else that cannot be seen is escaped. */
export const printed = (text: string): string => text.split('\n').map(printable).join('\n');
