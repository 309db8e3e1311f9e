const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON, in which an integer that JavaScript would round becomes a bigint. */
export function parseExactly(body: Buffer): unknown {
  const large: bigint[] = [];
  const text = body.toString().replaceAll(TOKEN, (token) => {
    if (!/^-?\d{16,}$/.test(token) || !isRounded(token)) return token;
    large.push(BigInt(token));
    return `{"\\u0000":${large.length - 1}}`;
  });
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('\0' in value)) return value;
    return large[Number(value['\0'])];
  });
}

/** Some large integers are kept: 10000000000000000 is 1e16. */
function isRounded(integer: string): boolean {
  const number = Number(integer);
  return !Number.isFinite(number) || BigInt(number) !== BigInt(integer);
}
