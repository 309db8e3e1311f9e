import type { Random } from './random.ts';
import { drawUuid } from './random.ts';

/** A text of each format of JSON Schema, of OpenAPI, and of those that pydantic publishes. */
export const FORMAT_TEXTS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-02T03:04:05Z',
  date: '2026-01-02',
  time: '03:04:05Z',
  duration: 'P1D',
  uuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8].map((version) => [`uuid${version}`, `3f2504e0-4f89-${version}1d3-9a0c-0305e82c3301`]),
  ),
  email: 'a@example.com',
  'idn-email': 'a@example.com',
  uri: 'https://example.com/a',
  'http-uri': 'https://example.com/a',
  url: 'https://example.com/a',
  iri: 'https://example.com/a',
  'uri-reference': '/a',
  'iri-reference': '/a',
  'uri-template': '/a/{b}',
  hostname: 'example.com',
  'idn-hostname': 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  ipv4interface: '192.0.2.1/24',
  ipv6interface: '2001:db8::1/64',
  ipv4network: '192.0.2.0/24',
  ipv6network: '2001:db8::/64',
  ipvanyaddress: '192.0.2.1',
  ipvanyinterface: '192.0.2.1/24',
  ipvanynetwork: '192.0.2.0/24',
  path: 'folder/file.txt',
  'file-path': 'folder/file.txt',
  'directory-path': 'folder',
  'json-string': '{}',
  'json-pointer': '/a',
  'relative-json-pointer': '0/a',
  regex: '^a$',
  byte: 'dGV4dA==',
  'iso-time': '03:04:05Z',
  'iso-date-time': '2026-01-02T03:04:05Z',
};

/** Formats whose texts differ from draw to draw. */
const DRAWN: Readonly<Record<string, (random: Random) => string>> = {
  date: (random) => drawTime(random).slice(0, 10),
  'date-time': drawTime,
  uuid: drawUuid,
  uuid4: drawUuid,
  email: (random) => `user-${drawHex(random)}@example.com`,
  uri: (random) => `https://example.com/${drawHex(random)}`,
  'http-uri': (random) => `https://example.com/${drawHex(random)}`,
  url: (random) => `https://example.com/${drawHex(random)}`,
};

/** Returns a text of a format, or undefined if the format is not known. @param random undefined for the same text every time */
export function toFormatText(format: string, random: Random | undefined): string | undefined {
  const draw = random !== undefined && Object.hasOwn(DRAWN, format) ? DRAWN[format] : undefined;
  if (draw !== undefined && random !== undefined) return draw(random);
  return Object.hasOwn(FORMAT_TEXTS, format) ? FORMAT_TEXTS[format] : undefined;
}

/** Returns four hexadecimal digits. */
export function drawHex(random: Random): string {
  return Math.floor(random() * 0x1_00_00)
    .toString(16)
    .padStart(4, '0');
}

/** The times of samples begin here, and span half a year. */
const FIRST_TIME = Date.UTC(2026, 0, 2, 3, 4, 5);
const SECONDS = 180 * 24 * 3600;

/** Returns a time. @param delay how much later than another one of the same draw, in seconds */
export function drawTime(random: Random, delay = 0): string {
  const seconds = Math.floor(random() * SECONDS) + delay;
  return new Date(FIRST_TIME + seconds * 1000).toISOString().replace('.000Z', 'Z');
}
