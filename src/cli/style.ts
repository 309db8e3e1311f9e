import { styleText } from 'node:util';

/** Colours a text where the output is a terminal. */
export type Style = (color: 'green' | 'yellow' | 'red' | 'dim' | 'bold', text: string) => string;

/** Colours for a terminal; plain text for a pipe, and where NO_COLOR is set (https://no-color.org). */
export function createStyle(isTerminal: boolean): Style {
  if (!isTerminal || process.env['NO_COLOR']) return (_, text) => text;
  return (color, text) => styleText(color, text);
}
