/** Texts of the formats that pydantic publishes: most are valid, the others nearly so. */
export const FORMAT_TEXTS: Readonly<Record<string, readonly string[]>> = {
  'date-time': [
    '2026-08-18T20:28:14Z',
    '2026-08-18T20:28:14.5+02:00',
    '2026-12-31T23:59:59.999999-11:30',
    '1999-01-01T00:00:00.000Z',
    '2026-08-18t20:28:14z',
    '2026-08-18T20:28:14.1234567Z',
  ],
  date: ['2026-08-18', '2024-02-29', '0001-01-01', '9999-12-31'],
  time: ['20:28:14', '20:28', '20:28:14.5', '23:59:59Z', '00:00:00+02:00', '24:00'],
  uuid: [
    '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    '3F2504E0-4F89-41D3-9A0C-0305E82C3301',
    '00000000-0000-0000-0000-000000000000',
  ],
  uuid4: ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '018f3f2e-7b1c-7cc0-98c4-dc0c0c07398f'],
  uuid7: ['018f3f2e-7b1c-7cc0-98c4-dc0c0c07398f', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  duration: ['PT0.5S', '-PT1S', 'P1DT2H', 'P3W', 'PT90M', '1 day, 00:00:01', 'P1Y', 'PT', '00:01'],
  uri: [
    'https://a.example/',
    'HTTP://A.example',
    'http://a.example:80/x?y#z',
    'ftp://x',
    'mailto:a@b.example',
    'a.example',
  ],
  email: ['a@b.example', 'A.b+c@B.example', 'a@b', 'a', 'a@@b.example', 'é@b.example'],
  ipv4: ['127.0.0.1', '10.0.0.255', '256.0.0.1', '1.2.3', '01.2.3.4'],
  ipv6: ['::1', '2001:DB8::1', 'fe80::1%eth0', '1:2:3', '::ffff:1.2.3.4'],
  ipv4network: ['10.0.0.0/8', '10.0.0.1/8', '1.2.3.4', '10.0.0.0/33', '10.0.0.0/255.0.0.0'],
  ipv6network: ['2001:db8::/32', '2001:db8::1/32', '::1', '::/129'],
  path: ['/a/b', 'a//b/', '', './a', 'C:\\x'],
  regex: ['^a+$', '[a-z]', '(', 'a{2,1}', String.raw`\d+`],
};

/** Texts for a field that holds JSON as text. */
export const JSON_TEXTS: readonly string[] = ['{"a":1}', '[1, 2]', 'null', '"x"', '1.50', '{', ''];
