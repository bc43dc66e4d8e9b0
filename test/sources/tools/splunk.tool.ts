import type { Conformance } from './conformance.ts';

const alert = (result: object, changes: object = {}) => ({
  result,
  sid: 'scheduler__noc__search__RMD5a1f_at_1795337940_112',
  results_link: 'https://splunk.example.com/app/search/@go?sid=scheduler__noc__search__RMD5a1f',
  search_name: 'Failed logins on the gateway',
  owner: 'noc',
  app: 'search',
  ...changes,
});
const row = (changes: object = {}) => ({
  _time: '1795337930',
  _raw: 'Nov 22 17:58:50 gw1 sshd: 43 failures',
  host: 'gw1',
  count: '43',
  log_level: 'WARNING',
  message: 'many failures from one address',
  ...changes,
});

export const tool: Conformance = {
  type: 'splunk',
  courses: [
    {
      name: 'a row with host and level',
      key: 'search/Failed logins on the gateway/gw1',
      trigger: { name: 'first run', body: alert(row()) },
      urgency: 'medium',
      summary: 'Failed logins on the gateway: many failures from one address',
      repeat: { name: 'another run', body: alert(row({ count: '51' }), { sid: 'scheduler__other' }) },
      worse: { post: { name: 'CRITICAL', body: alert(row({ log_level: 'CRITICAL' })) }, urgency: 'highest' },
      recovery: null,
    },
    {
      name: 'severity, several hosts in one field',
      key: 'itsi/Errors in checkout/shop1',
      trigger: {
        name: 'first run',
        body: alert(
          { severity: 'info', host: ['shop1', 'shop2'], errors: '7', _time: '2026-11-22T08:59:00.000+00:00' },
          { app: 'itsi', search_name: 'Errors in checkout' },
        ),
      },
      urgency: 'low',
      summary: 'Errors in checkout',
      recovery: null,
    },
    {
      name: 'no fields',
      key: 'search/No data from the probe',
      trigger: { name: 'first run', body: alert({}, { search_name: 'No data from the probe' }) },
      urgency: null,
      summary: 'No data from the probe',
      recovery: null,
    },
  ],
  lacks: { recovery: 'a search tells what it found, never that it is over' },
  test: {
    setAside: [
      { name: 'a search run by hand', body: alert({ count: '1' }, { search_name: null, sid: '1795.12' }) },
    ],
  },
  malformed: [
    { post: { name: 'a list', body: [alert({})] }, field: 'body' },
    { post: { name: 'no result', body: { search_name: 'x' } }, field: 'result' },
    { post: { name: 'no name', body: { result: {} } }, field: 'search_name' },
    { post: { name: 'blank name', body: alert({}, { search_name: ' ' }) }, field: 'search_name' },
  ],
};
