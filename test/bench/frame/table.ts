import { type Figure, isOnTarget, type Run, type Section } from './figure.ts';

/** Returns a value with three significant digits, or a whole number in full. */
export function format(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/**
 * Returns a run's tables, as text for a terminal or as Markdown. With an earlier run, each value is followed by its
 * change.
 */
export function tablesOf(run: Run, earlier: Run | undefined, markdown: boolean): string {
  const machine = Object.values(run.machine).join(', ');
  const than = earlier ? [`compared with ${earlier.date}`] : [];
  const head = [`${run.date.slice(0, 10)}, ${machine}, medians of ${run.rounds} rounds`, ...than].join(', ');
  const sections = run.sections.map((section) => {
    const before = new Map(
      earlier?.sections.find(({ id }) => id === section.id)?.figures.map((one) => [one.name, one]),
    );
    const tables = blocksOf(section).map((figures) => {
      const rows = [headOf(figures), ...figures.map((figure) => rowOf(figure, before.get(figure.name)))];
      return markdown ? markdownOf(rows) : textOf(rows);
    });
    return [markdown ? `**${section.title}**` : section.title, ...tables].join(markdown ? '\n\n' : '\n');
  });
  return [head, ...sections].join('\n\n');
}

/** Groups adjacent figures with the same places into one table. */
function blocksOf({ figures }: Section): Figure[][] {
  const blocks: Figure[][] = [];
  for (const figure of figures) {
    const block = blocks.at(-1);
    if (block?.[0]?.at.join() === figure.at.join()) block.push(figure);
    else blocks.push([figure]);
  }
  return blocks;
}

const headOf = ([first]: readonly Figure[]): string[] => ['', ...(first?.at ?? []), 'target', ''];

function rowOf(figure: Figure, before: Figure | undefined): string[] {
  const { name, at, values, target } = figure;
  const cells = values.map((value, index) => {
    const earlier = before?.values[before.at.indexOf(at[index] ?? '')];
    return earlier === undefined ? format(value) : `${format(value)} (${changeOf(value, earlier)})`;
  });
  const bound = !target ? '' : 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  return [name, ...cells, bound, target ? (isOnTarget(figure) ? 'ok' : 'MISSED') : ''];
}

function changeOf(value: number, earlier: number): string {
  if (value === earlier) return '=';
  const percent = Math.round((value / earlier - 1) * 1_000) / 10;
  return Number.isFinite(percent) ? `${percent > 0 ? '+' : ''}${percent} %` : '–';
}

function textOf(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? '')].length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const pad = ' '.repeat((widths[column] ?? 0) - [...cell].length);
        return column === 0 ? cell + pad : pad + cell;
      })
      .join('  ')
      .trimEnd();
  return rows.map((row) => `  ${line(row)}`).join('\n');
}

function markdownOf([head = [], ...rows]: readonly string[][]): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  const rule = `|---|${'---:|'.repeat(head.length - 1)}`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
