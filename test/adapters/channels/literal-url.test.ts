import { expect, test } from 'vitest';
import { createUrlCheck } from '../../../src/server/adapters/channels/literal-url.ts';

const check = createUrlCheck({
  allow: () => ['10.0.0.0/8', 'localhost:9000'],
  ownPort: () => 7700,
  ownAddresses: () => ['192.0.2.7'],
});

test.each([
  ['http://169.254.169.254/latest', 'NTF71'],
  ['http://[fe80::1]/', 'NTF71'],
  ['http://0x7f000001/', 'NTF72'],
  ['http://127.1:8080/', 'NTF72'],
  ['http://[::ffff:127.0.0.1]/', 'NTF72'],
  ['http://192.168.0.1/', 'NTF72'],
  ['https://localhost/', 'NTF72'],
  ['http://noc.localhost/', 'NTF72'],
  ['http://192.0.2.7:7700/', 'NTF75'],
  ['http://localhost:7700/', 'NTF75'],
])('[AUD42] %s could never be reached, and is refused where it is written (%s)', (url, code) => {
  expect(check(url)?.code).toBe(code);
});

test.each([
  'http://localhost:9000/an',
  'http://10.1.2.3/hook',
  'https://8.8.8.8/hook',
  'https://hooks.example.com/an',
  'http://localhost.example.com/',
  'not a url',
])('[AUD42] %s is not for the text of the address to judge, or may be reached', (url) => {
  expect(check(url)).toBeNull();
});
