/**
 * Every way in which the mock is known to answer otherwise than FastAPI, by name, with the reason. A difference that is not all of these
 * is a defect of one side. Which answers fall under a name is decided, as narrowly as it can be, in `account.ts`.
 */
export const KNOWN_DIFFERENCES = {
  'fastapi-500-number':
    "FastAPI answers 500: NaN or an infinity stands in an error's input, and its JSON has no such number. The mock writes the errors, with null for the number.",
  'fastapi-500-surrogate':
    "FastAPI answers 500: a lone surrogate stands in an error's input, and has no UTF-8. The mock writes the errors, with the surrogate as an escape.",
  'fastapi-500-bytes': 'FastAPI answers 500: the body is not JSON by its media type and no UTF-8, and FastAPI echoes it as text. The mock writes the error, with U+FFFD for what is none.',
  'fastapi-500-reply': 'FastAPI answers 500: it takes a string with a lone surrogate and cannot write it into its reply. The mock refuses the string, as pydantic does where the string has bounds.',
  'surrogate-beside': 'As above beside other mistakes: FastAPI lists the others alone, the mock the string too.',
  converted: 'Pydantic converts the value ("5" to an integer, 1 to true, 10 to a time), the contract\'s types do not. The mock refuses it in the words of pydantic\'s strict mode.',
  format: 'Pydantic reads more spellings of a time, a date or a UUID than the format of the contract has. The mock refuses them.',
  repeats: 'Pydantic drops what repeats in a set, the contract says that its items are unique. The mock refuses it.',
  'not-a-number': 'NaN and the infinities are floats to pydantic; to the contract they are no numbers. The mock refuses them.',
  'negative-zero': 'JavaScript writes -0.0 as 0.',
  'large-integer': 'JavaScript keeps 53 bits of an integer.',
} as const;

export type KnownName = keyof typeof KNOWN_DIFFERENCES;
