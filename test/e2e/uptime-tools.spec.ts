import { expect, test } from 'vitest';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';

const stage = createStage();
const keyOf = (type: string) => `k-${type}-0123456789abcdef0123456789abcdef`.slice(0, 40);

test('[ING97] queries, forms and PagerDuty v1 open and close incidents over the wire', async () => {
  const config = floorConfig();
  const types = ['uptimerobot', 'statuscake', 'uptimekuma', 'pagerduty'];
  const server = await stage.server({
    config: {
      ...config,
      integrations: types.map((type) => ({
        id: type,
        name: type,
        type,
        key: keyOf(type),
        service: 'payments',
      })),
    },
  });
  const statusOf = async (text: string) =>
    (await server.incidents()).find(({ summary }) => summary.includes(text))?.status;
  const door = (type: string) => `${server.url}/integration/${type}/v1/${keyOf(type)}`;
  const get = (type: string, query: Record<string, string>) =>
    fetch(`${door(type)}?${new URLSearchParams(query)}`);

  const robot = { monitorID: '5', monitorFriendlyName: 'robot shop', monitorURL: 'https://shop.example.com' };
  expect((await get('uptimerobot', { ...robot, alertType: '1' })).status).toBe(200);
  await until('it is open', async () => (await statusOf('robot shop')) === 'open');
  expect((await get('uptimerobot', { ...robot, alertType: '2' })).status).toBe(200);
  await until('it is closed', async () => (await statusOf('robot shop')) === 'closed');
  expect((await get('uptimerobot', robot)).status, 'no alertType').toBe(400);

  const cake = { TestID: '6', Name: 'cake shop', Status: 'Down', StatusCode: '502' };
  const form = await fetch(door('statuscake'), { method: 'POST', body: new URLSearchParams(cake) });
  expect(form.status).toBe(200);
  await until('the form', async () => (await statusOf('cake shop')) === 'open');
  expect((await get('statuscake', { ...cake, Status: 'Up' })).status).toBe(200);
  await until('its end by GET', async () => (await statusOf('cake shop')) === 'closed');

  const beat = JSON.stringify({
    heartbeat: { status: 0, msg: 'kuma down' },
    monitor: { id: 3, name: 'kuma' },
    msg: 'kuma is down',
  });
  const kuma = await fetch(door('uptimekuma'), { method: 'POST', body: new URLSearchParams({ data: beat }) });
  expect(kuma.status).toBe(200);
  await until('Kuma in a form', async () => (await statusOf('kuma is down')) === 'open');
  const aside = await fetch(door('uptimekuma'), {
    method: 'POST',
    body: JSON.stringify({ heartbeat: null, monitor: null, msg: 'Watchfloor Testing' }),
  });
  expect(await aside.json()).toMatchObject({ events: [{ outcome: 'ignored', reason: { code: 'ING16' } }] });

  const v1 = (body: object) =>
    fetch(`${server.url}/generic/2010-04-15/create_event.json`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
  const opened = await v1({
    service_key: keyOf('pagerduty'),
    event_type: 'trigger',
    description: 'tape is full',
  });
  expect(opened.status).toBe(200);
  const answer = (await opened.json()) as { status: string; incident_key: string };
  expect(answer).toMatchObject({ status: 'success', incident_key: expect.stringMatching(/.+/) });
  await until('v1', async () => (await statusOf('tape is full')) === 'open');
  const { incident_key } = answer;
  expect((await v1({ service_key: keyOf('pagerduty'), event_type: 'resolve', incident_key })).status).toBe(
    200,
  );
  await until('the end of v1', async () => (await statusOf('tape is full')) === 'closed');
  const wrong = await v1({ service_key: 'nobody', event_type: 'trigger', description: 'x' });
  expect(wrong.status).toBe(401);
  const bad = await v1({ service_key: keyOf('pagerduty'), event_type: 'shout' });
  expect(bad.status).toBe(400);
  expect(await bad.json()).toMatchObject({
    status: 'invalid event',
    errors: [expect.stringContaining('event_type')],
  });
}, 60_000);
