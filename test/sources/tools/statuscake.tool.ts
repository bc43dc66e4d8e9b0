import type { Conformance } from './conformance.ts';

const form = (changes: object = {}): Record<string, string> => ({
  URL: 'https://pay.example.com/ping',
  Token: 'aa11bb22cc33dd44ee55ff6600112233',
  Status: 'Down',
  StatusCode: '502',
  IP: '198.51.100.20',
  Tags: 'pay,core',
  Checkrate: '60',
  Name: 'payment ping',
  TestID: '6543210',
  Method: 'HTTP',
  ...changes,
});
const NO_SEVERITY = { worse: 'up or down is all it says' };
const unnamed = { TestID: '', StatusCode: '0' };

export const tools: readonly Conformance[] = [
  {
    type: 'statuscake',
    lacks: NO_SEVERITY,
    courses: [
      {
        name: 'form',
        key: '6543210',
        trigger: { name: 'down', body: form() },
        urgency: null,
        summary: 'payment ping is Down (502)',
        repeat: { name: 'down again', body: form({ StatusCode: '503' }) },
        recovery: { name: 'up', body: form({ Status: 'Up', StatusCode: '200' }) },
      },
      {
        name: 'form without an id goes by its name',
        key: 'payment ping',
        trigger: { name: 'down', body: form(unnamed) },
        urgency: null,
        summary: 'payment ping is Down (0)',
        recovery: { name: 'up', body: form({ ...unnamed, Status: 'Up' }) },
      },
    ],
    // A test alert may be of no test, then it goes by its name.
    test: { opens: [{ name: 'test alert', body: form({ ...unnamed, Name: 'Test' }) }] },
    malformed: [
      { post: { name: 'neither id nor name', body: { Status: 'Down' } }, field: 'TestID' },
      { post: { name: 'no status', body: form({ Status: '' }) }, field: 'Status' },
      { post: { name: 'unknown status', body: form({ Status: 'Sideways' }) }, field: 'Status' },
      { post: { name: 'a number', body: 7 }, field: 'body' },
    ],
  },
  {
    type: 'statuscake',
    lacks: NO_SEVERITY,
    method: 'GET',
    courses: ['6543210', '77'].map((TestID) => ({
      name: `query of test ${TestID}`,
      key: TestID,
      trigger: { name: 'down', body: null, query: form({ TestID }) },
      urgency: null,
      summary: 'payment ping is Down',
      repeat: { name: 'down again', body: null, query: form({ TestID, StatusCode: '503' }) },
      recovery: { name: 'up', body: null, query: form({ TestID, Status: 'Up' }) },
    })),
    test: { opens: [{ name: 'test alert', body: null, query: form({ ...unnamed, Name: 'Test' }) }] },
    malformed: [
      { post: { name: 'empty query', body: null }, field: 'TestID' },
      { post: { name: 'no status', body: null, query: { TestID: '1' } }, field: 'Status' },
    ],
  },
];
