import { styleText } from 'node:util';

/** Colours a text where the output is a terminal. */
export type Style = (color: 'green' | 'yellow' | 'red' | 'dim' | 'bold', text: string) => string;

/** Colours for a terminal; plain text for a pipe, and where NO_COLOR is set (https://no-color.org). */
export function createStyle(isTerminal: boolean): Style {
  if (!isTerminal || process.env['NO_COLOR']) return (_, text) => text;
  return (color, text) => styleText(color, text);
}

/** Returns the colour of a status: green if all is well, yellow for a mistake of the client, red for one of the server. */
export function toStatusColor(status: number): 'green' | 'yellow' | 'red' {
  if (status >= 500) return 'red';
  return status < 400 ? 'green' : 'yellow';
}
