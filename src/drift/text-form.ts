export type TextForm = 'date-time' | 'date-time without zone' | 'date' | 'time' | 'uuid' | 'uri';

/** The forms of strings that are told apart, the first that matches. */
const FORMS: readonly (readonly [TextForm, RegExp])[] = [
  ['date-time', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i],
  ['date-time without zone', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/i],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['time', /^\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/i],
  ['uuid', /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i],
  ['uri', /^[a-z][a-z\d+.-]*:\/\/\S+$/i],
];

/** Longer texts are prose. */
const LONGEST = 2048;

/** Returns the form of a string, or undefined if it has none that is known. */
export function findTextForm(text: string): TextForm | undefined {
  return text.length > LONGEST ? undefined : FORMS.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Returns whether a client parses texts of a form as times, and so fails if the form changes. */
export function isTimeForm(form: TextForm): boolean {
  return form !== 'uuid' && form !== 'uri';
}
