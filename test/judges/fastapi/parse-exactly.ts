/** A number that JavaScript would round: an integer of more than 53 bits. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON, in which an integer that JavaScript would round becomes a bigint. */
export function parseExactly(body: Buffer): unknown {
  const large: bigint[] = [];
  const text = body.toString().replaceAll(TOKEN, (token) => {
    if (!/^-?\d{16,}$/.test(token) || Number.isSafeInteger(Number(token))) return token;
    large.push(BigInt(token));
    return `{"\\u0000":${large.length - 1}}`;
  });
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('\0' in value)) return value;
    return large[Number(value['\0'])];
  });
}
