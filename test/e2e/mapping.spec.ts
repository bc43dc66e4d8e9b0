import { expect, test } from 'vitest';
import { openConsole } from '../support/e2e/console.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture } from '../support/e2e/wall.ts';

const stage = createStage();
const DOOR_KEY = 'k-doors-0123456789abcdef0123456789abcdef';

const withDoors = () => {
  const config = floorConfig();
  return {
    ...config,
    integrations: [
      ...(config.integrations ?? []),
      {
        id: 'doors',
        name: 'Doors',
        type: 'custom',
        key: DOOR_KEY,
        service: 'payments',
        mapping: { summary: { path: 'text' } },
      },
    ],
  };
};
const body = {
  site: 'arena',
  alarms: [
    {
      door: 'C-12',
      state: 'FORCED',
      level: 'purple',
      at: '2026-11-24T09:30:00Z',
      url: 'https://doors.example.com/c12',
    },
    {
      door: 'D-1',
      state: 'SHUT',
      level: 'warning',
      at: '2026-11-24T09:31:00Z',
      url: 'https://doors.example.com/d1',
    },
  ],
};

test('[ING103] a pasted body is mapped by clicks, previewed, saved, and then read so', async () => {
  const server = await stage.server({ config: withDoors() });
  const desk = await openConsole(await stage.browser(), server.url, { path: '/settings/mapping/doors' });
  await desk.getByRole('heading', { name: 'How Doors is read' }).waitFor();
  await desk.getByPlaceholder('Paste what the tool sends').fill(JSON.stringify(body));
  const preview = desk.getByRole('region', { name: 'What would become of it' });
  await preview.getByText('Refused').waitFor();

  const target = desk.getByLabel('A click on a value sets');
  const click = async (field: string, text: string) => {
    await target.selectOption(field);
    await desk.locator('.m-tree').getByRole('button', { name: text }).first().click();
  };
  await click('items', 'alarms');
  await click('summary', 'C-12');
  await click('key', 'C-12');
  await click('status', 'FORCED');
  await click('urgency', 'purple');
  await click('eventAt', '09:30:00Z');
  await click('resource', 'arena');
  const resource = desk.getByRole('region', { name: 'Resource', exact: true });
  expect(await resource.locator('textarea').first().inputValue(), 'beside the list').toBe('root.site');

  const status = desk.getByRole('region', { name: 'Status', exact: true });
  await status.locator('summary').click();
  for (const [index, [word, meaning]] of [
    ['FORCED', 'open'],
    ['SHUT', 'close'],
  ].entries()) {
    await status.getByRole('button', { name: 'Add a word' }).click();
    await status.getByLabel('Word of the tool').nth(index).fill(word!);
    await status.getByLabel('Meaning').nth(index).selectOption(meaning!);
  }
  await preview.getByText('Events in this body: 2').waitFor();
  await preview.getByText('Closes', { exact: true }).waitFor();
  await preview.getByText('The urgency “purple” is not known').waitFor();
  await keepPicture(desk, 'mapping');

  // Somebody else changes another part meanwhile: it stays.
  const shown = await server.ask('GET', '/api/v1/config');
  const document = (await shown.json()) as Record<string, unknown>;
  const changed = await server.ask('PUT', '/api/v1/config', { ...document, locale: 'ko' });
  expect(changed.status).toBe(200);
  await desk.getByRole('button', { name: 'Save the mapping' }).click();
  await desk.getByText('The mapping is saved').waitFor();

  const kept = await server.get<{ locale: string; integrations: { id: string; mapping?: unknown }[] }>(
    '/api/v1/config',
  );
  expect(kept.locale).toBe('ko');
  expect(kept.integrations.find(({ id }) => id === 'doors')?.mapping).toEqual({
    items: 'alarms',
    summary: { path: 'door' },
    key: { path: 'door' },
    status: { path: 'state', values: { FORCED: 'open', SHUT: 'close' } },
    urgency: { path: 'level' },
    eventAt: { path: 'at' },
    resource: { path: 'root.site' },
  });

  await desk
    .getByRole('region', { name: 'Event type', exact: true })
    .locator('textarea')
    .first()
    .fill('kind');
  await desk.getByRole('button', { name: 'Save the mapping' }).click();
  await until('the second change', async () =>
    JSON.stringify(await server.get('/api/v1/config')).includes('"eventType":{"path":"kind"}'),
  );

  const posted = await fetch(`${server.url}/integration/custom/v1/${DOOR_KEY}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(posted.status).toBe(200);
  await until('the incident of the forced door', async () =>
    (await server.incidents()).some(({ summary }) => summary === 'C-12'),
  );
}, 90_000);

test('[STR52] a mapping that somebody else changed is not overwritten unasked; mistakes are named', async () => {
  const server = await stage.server({ config: withDoors() });
  const desk = await openConsole(await stage.browser(), server.url, {
    path: '/settings/mapping/doors',
    locale: 'ko-KR',
  });
  await desk.getByRole('heading', { name: 'Doors 본문 읽는 방법' }).waitFor();
  const summary = desk.getByRole('region', { name: '요약', exact: true }).locator('textarea').first();
  await summary.fill('a..b');
  await desk.getByRole('button', { name: '매핑 저장' }).click();
  await desk.getByText('integrations[2].mapping.summary.path').waitFor();

  const document = (await (await server.ask('GET', '/api/v1/config')).json()) as {
    integrations: { id: string }[];
  };
  const theirs = { summary: { path: 'title' } };
  await server.ask('PUT', '/api/v1/config', {
    ...document,
    integrations: document.integrations.map((each) =>
      each.id === 'doors' ? { ...each, mapping: theirs } : each,
    ),
  });
  await summary.fill('mine');
  await desk.getByRole('button', { name: '매핑 저장' }).click();
  await desk.getByText('그 사이 다른 사람이 이 매핑을 바꿨습니다').waitFor();
  await keepPicture(desk, 'mapping-ko');
  await desk.getByRole('button', { name: '상대 것으로' }).click();
  expect(await summary.inputValue()).toBe('title');
}, 90_000);
