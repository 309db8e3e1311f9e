import { readDate } from './clock.ts';
import { parsePydanticDate } from './date.ts';
import { explainTimestamp, parsePydanticDatetime } from './datetime.ts';
import { parsePydanticDuration } from './duration.ts';
import { parsePydanticEmail } from './email.ts';
import { type PydanticFailure, toFailure, toFailureWithReason } from './failure.ts';
import { parseIpv4, parseIpv6, printIpAddress } from './ip-address.ts';
import type { IpInterface } from './ip-network.ts';
import { parseIpv4Interface, parseIpv6Interface, printIpInterface } from './ip-network.ts';
import { normalizePath } from './path-text.ts';
import { parsePydanticTime } from './time.ts';
import { parsePydanticHttpUrl, parsePydanticUrl } from './url.ts';
import { parsePydanticUuid } from './uuid.ts';
import type { Wording } from './validation-error.ts';

/** A parsed string as pydantic prints it in JSON. */
export type TextReading = { readonly ok: true; readonly value: string } | PydanticFailure;

/** How pydantic reads a string with a `format`. */
export interface TextFormat {
  readonly parse: (text: string) => TextReading;
  /** Its wording for a value that is not a string. */
  readonly notText: Wording;
  /** Its wording for a number that it does not read either; undefined if it reads the number. */
  readonly explainNumber?: (value: number) => Wording | undefined;
  /** Its name in the `loc` of a union's error. */
  readonly label: string;
}

export const STRING_TYPE: Wording = { type: 'string_type', msg: 'Input should be a valid string' };
const URL_TYPE: Wording = { type: 'url_type', msg: 'URL input should be a string or URL' };
const UUID_TYPE: Wording = { type: 'uuid_type', msg: 'UUID input should be a string, bytes or UUID object' };

/** The formats that pydantic publishes and that the mock reads as pydantic does. */
export const TEXT_FORMATS: ReadonlyMap<unknown, TextFormat> = new Map<unknown, TextFormat>([
  [
    'date-time',
    {
      parse: parseAwareDatetime,
      notText: { type: 'datetime_type', msg: 'Input should be a valid datetime' },
      explainNumber: explainTimestamp,
      label: 'datetime',
    },
  ],
  [
    'date',
    { parse: parsePydanticDate, notText: { type: 'date_type', msg: 'Input should be a valid date' }, label: 'date' },
  ],
  [
    'time',
    { parse: parsePydanticTime, notText: { type: 'time_type', msg: 'Input should be a valid time' }, label: 'time' },
  ],
  [
    'duration',
    {
      parse: parsePydanticDuration,
      notText: { type: 'time_delta_type', msg: 'Input should be a valid timedelta' },
      label: 'timedelta',
    },
  ],
  ['uri', { parse: parsePydanticUrl, notText: URL_TYPE, label: 'function-wrap[wrap_val()]' }],
  ['http-uri', { parse: parsePydanticHttpUrl, notText: URL_TYPE, label: 'function-wrap[wrap_val()]' }],
  ['email', { parse: parsePydanticEmail, notText: STRING_TYPE, label: 'function-after[_validate(), str]' }],
  ['uuid', { parse: parsePydanticUuid, notText: UUID_TYPE, label: 'uuid' }],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((version) => [`uuid${version}`, createUuidFormat(version)] as const),
  ['ipv4', createIpFormat('v4', 'address', parseIpv4, printIpAddress)],
  ['ipv6', createIpFormat('v6', 'address', parseIpv6, printIpAddress)],
  ['ipv4interface', createIpFormat('v4', 'interface', parseIpv4Interface, printIpInterface)],
  ['ipv6interface', createIpFormat('v6', 'interface', parseIpv6Interface, printIpInterface)],
  ['ipv4network', createIpFormat('v4', 'network', onlyNetwork(parseIpv4Interface), printIpInterface)],
  ['ipv6network', createIpFormat('v6', 'network', onlyNetwork(parseIpv6Interface), printIpInterface)],
  ['ipvanyaddress', createAnyIpFormat('address', (text) => parseIpv4(text) ?? parseIpv6(text), printIpAddress)],
  ['ipvanyinterface', createAnyIpFormat('interface', parseAnyInterface, printIpInterface)],
  ['ipvanynetwork', createAnyIpFormat('network', onlyNetwork(parseAnyInterface), printIpInterface)],
  [
    'path',
    {
      parse: (text) => ({ ok: true, value: normalizePath(text) }),
      notText: { type: 'path_type', msg: "Input is not a valid path for <class 'pathlib.Path'>" },
      label: toLaxLabel(
        'union[json-or-python[json=function-after[path_validator(), str],python=is-instance[Path]],function-after[path_validator(), str]]',
        'path_validator()',
        'Path',
      ),
    },
  ],
]);

/** Reads a `datetime` with a date and an offset, which the contract requires, as RFC 3339 does; pydantic also accepts seconds since 1970. */
export function parseAwareDatetime(text: string): TextReading {
  const read = parsePydanticDatetime(text);
  if (read.ok && /^[+-]?\d*\.?\d*(?:e[+-]?\d+)?$/i.test(text)) {
    const date = readDate(new TextEncoder().encode(text));
    const reason = date.ok ? 'unexpected extra characters at the end of the input' : date.reason;
    return toFailureWithReason('datetime_from_date_parsing', 'Input should be a valid datetime or date', reason);
  }
  return read.ok && !read.aware ? toFailure('timezone_aware', 'Input should have timezone info') : read;
}

function createUuidFormat(version: number): TextFormat {
  const parse = (text: string): TextReading => {
    const read = parsePydanticUuid(text);
    // Only UUIDs of RFC 9562's variant have a version.
    if (!read.ok || (read.value.charAt(14) === String(version) && /[89ab]/.test(read.value.charAt(19)))) return read;
    const msg = `UUID version ${version} expected`;
    return { ok: false, error: { type: 'uuid_version', msg, ctx: { expected_version: version } } };
  };
  return { parse, notText: UUID_TYPE, label: 'uuid' };
}

type IpKind = 'address' | 'interface' | 'network';

function createIpFormat<T>(
  version: 'v4' | 'v6',
  kind: IpKind,
  read: (text: string) => T | undefined,
  print: (value: T) => string,
): TextFormat {
  const name = `IP${version}${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  const notText = { type: `ip_${version}_${kind}`, msg: `Input is not a valid IP${version} ${kind}` };
  const label = toLaxLabel(`function-plain[ip_${version}_${kind}_validator()]`, `${name}()`, name);
  return { parse: createParser(read, print, notText), notText, label };
}

function createAnyIpFormat<T>(
  kind: IpKind,
  read: (text: string) => T | undefined,
  print: (value: T) => string,
): TextFormat {
  const notText = { type: `ip_any_${kind}`, msg: `value is not a valid IPv4 or IPv6 ${kind}` };
  return { parse: createParser(read, print, notText), notText, label: 'function-plain[_validate()]' };
}

function createParser<T>(
  read: (text: string) => T | undefined,
  print: (value: T) => string,
  error: Wording,
): (text: string) => TextReading {
  return (text) => {
    const value = read(text);
    return value === undefined ? { ok: false, error } : { ok: true, value: print(value) };
  };
}

function parseAnyInterface(text: string): IpInterface | undefined {
  return parseIpv4Interface(text) ?? parseIpv6Interface(text);
}

function onlyNetwork(read: (text: string) => IpInterface | undefined): (text: string) => IpInterface | undefined {
  return (text) => {
    const found = read(text);
    return found?.isNetwork === true ? found : undefined;
  };
}

/** Returns the label of a Python type that pydantic creates from a string, and in strict mode accepts only as an instance. */
function toLaxLabel(lax: string, make: string, type: string): string {
  return `lax-or-strict[lax=${lax},strict=json-or-python[json=function-after[${make}, str],python=is-instance[${type}]]]`;
}
