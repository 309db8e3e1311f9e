/**
 * Every way in which the mock is known to answer otherwise than FastAPI, by name, with the reason. A difference that is not all of these
 * is a defect of one side. Which answers fall under a name is decided, as narrowly as it can be, in `account.ts`.
 */
export const KNOWN_DIFFERENCES = {
  'fastapi-500-number':
    "FastAPI answers 500: NaN or an infinity stands in an error's input, and its JSON has no such number. The mock sends the same errors, with null for the number.",
  'fastapi-500-surrogate':
    "FastAPI answers 500: a lone surrogate stands in an error's input, and has no UTF-8. The mock sends the same errors, with the surrogate as an escape; of a name in a body that is a union, that of one model alone.",
  'fastapi-500-bytes':
    'FastAPI answers 500: the body is not JSON by its media type, is no UTF-8 either, and FastAPI echoes it as text. The mock sends the error, with U+FFFD for what is no UTF-8.',
  'fastapi-500-reply':
    'FastAPI takes a string with a lone surrogate and answers 500, since it cannot write its reply. The mock refuses the string in the words that pydantic has for one with bounds.',
  converted:
    'Pydantic converts the value ("5" to an integer, 1 to true, 10 to a time), and the contract\'s types do not. The mock refuses it in the words of pydantic\'s strict mode; and in a union it takes a number for a number, where pydantic may take it for a time, and a text for a text, where pydantic may convert it for a branch before.',
  format:
    'Pydantic reads more spellings of a time, a date or a UUID than the format in the contract allows, such as a time without an offset or a number in a text. The mock refuses them, and of a body that is a union says what is wrong for each model; in a union with both, it takes a day for a date and midnight for a time, where pydantic takes what comes first.',
  repeats:
    'Pydantic drops what repeats in a set, two spellings of a UUID or 0 and false too; the contract says that the items are unique. The mock refuses what the contract refuses, and keeps the rest.',
  'not-a-number':
    'NaN and the infinities are floats to pydantic, and no numbers to the contract. The mock refuses them.',
  'equal-in-python':
    "Python's True is 1 and False is 0, so pydantic takes true for a Literal or an Enum of 1, and the other way round. The mock refuses it.",
  'whole-float':
    '4.0 is a float to pydantic, an integer to JSON Schema and to JavaScript; in a union of models and dictionaries pydantic may take the branch that needs not convert it, where the mock takes the one for integers; and a Decimal made of it is printed as 4.0 (or 4E+22), by the mock as 4.',
  'decimal-text':
    'Pydantic reads spaces, underscores and an exponent in the text of a Decimal, in a body and in a query. The published pattern does not allow them, and the mock refuses them.',
  'redirect-quoting':
    "The newest Starlette quotes the path in a redirect's location again; the mock sends the decoded path, as the backend's Starlette does.",
  'set-order':
    'The items of a set come back in the order of a Python set; the mock keeps the order in which they were sent.',
  'surrogate-key':
    "A lone surrogate in a dictionary's key comes back as U+FFFD, once for each of its bytes; the mock gives back an escape.",
  'negative-zero': 'The mock writes -0.0 as 0, as JavaScript does.',
  'large-integer':
    'Of an integer the mock keeps 53 bits, as JavaScript does; and it takes one of more than 64 bits where pydantic refuses its spelling (1e38).',
  'json-text':
    'Of a text that should hold JSON (pydantic.Json) and does not, the mock names one mistake and its first place; pydantic words each as its parser does, and takes NaN and the infinities.',
  'regular-expression':
    "A field of type re.Pattern takes what Python's re takes, the mock what JavaScript's RegExp takes: in Python an escape such as \\日 is one, for example.",
  'body-of-head':
    'uvicorn answers a HEAD whose target it cannot parse with a body, which HTTP forbids. The mock sends the head alone.',
  'own-document':
    'Without --contract the mock serves its own document: the published one with the answers added that the deployed server gives and the contract leaves out.',
  introduction: 'At / FastAPI has no route. The mock introduces itself there to GET and HEAD.',
} as const;

export type KnownName = keyof typeof KNOWN_DIFFERENCES;
