/** Formats rows as a table with aligned columns. */
export function toTable(header, rows) {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => [...row[column]].length)));
  const toLine = (row) =>
    `| ${row.map((cell, column) => cell + ' '.repeat(widths[column] - [...cell].length)).join(' | ')} |`;
  return [toLine(header), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(toLine)].join(
    '\n',
  );
}

/** Formats the rows of a part as Markdown. */
export function toRowTable(title, rows) {
  return toTable(
    [title, 'measured', 'to reach', ''],
    rows.map(({ what, figure, reach, verdict }) => [what, figure, reach, verdict]),
  );
}
