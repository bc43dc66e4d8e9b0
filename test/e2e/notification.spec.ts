import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { waitForLine } from '../support/e2e/program.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';

const stage = createStage();
const run = promisify(execFile);

interface History {
  readonly data: readonly (readonly {
    readonly summary: { data: string };
    readonly body: { data: string };
  }[])[];
}

/** A desktop session of its own: a screen, a message bus and a notification daemon; the server runs inside it. */
async function openDesktop() {
  const screen = await stage.program('Xvfb', [
    '-displayfd',
    '1',
    '-screen',
    '0',
    '1280x800x24',
    '-nolisten',
    'tcp',
  ]);
  const display = await waitForLine(screen, 'a display number', (line) => (/^\d+$/.test(line) ? line : null));
  const script = 'echo "BUS=$DBUS_SESSION_BUS_ADDRESS" >&2; dunst & exec "$@"';
  return {
    display: `:${display}`,
    within: ['dbus-run-session', '--', 'bash', '-c', script, 'bash'],
  };
}

test('[NTF43] an escalation shows a notification with Korean text, as the daemon tells', async () => {
  const desktop = await openDesktop();
  const server = await stage.server({
    config: floorConfig({ locale: 'ko', serviceName: '결제 서비스', stepDelay: 'PT2S' }),
    within: desktop.within,
    env: { DISPLAY: desktop.display },
  });
  const bus = await until(
    'the address of the message bus',
    () => /^BUS=(.+)$/m.exec(server.program.stderr())?.[1],
  );
  const dunstctl = async (...args: string[]) => {
    const env = { PATH: process.env.PATH, DISPLAY: desktop.display, DBUS_SESSION_BUS_ADDRESS: bus };
    return (await run('dunstctl', args, { env, timeout: 5000 })).stdout;
  };
  await until('the daemon to be there', async () => (await dunstctl('is-paused')).trim() === 'false');

  const summary = '결제 승인 실패율 12% <b>굵게</b> & 급증';
  const [made] = await server.alert({ summary, event_id: 'k-1', urgency: 'highest' });
  const shown = await until('two people told on the desktop', async () => {
    await dunstctl('close-all');
    const { data } = JSON.parse(await dunstctl('history')) as History;
    const all = data.flat();
    return all.length >= 2 && all;
  });
  const words = shown.map(({ summary: title, body }) => `${title.data}\n${body.data}`);
  for (const text of words) {
    expect(text).toContain('결제 승인 실패율 12%');
    expect(text).toContain('결제 서비스');
  }
  for (const step of ['1/2단계', '2/2단계']) expect(words.join('\n'), 'which step it is').toContain(step);
  expect(words.join('\n'), 'markup of an alert is text').not.toContain('<b>');

  await until('both recorded as delivered', async () => {
    const { deliveries } = await server.incident(made!.incident!);
    const told = ['an', 'lee'].map((user) =>
      deliveries.some((one) => one.user === user && one.channel === 'desktop' && one.state === 'sent'),
    );
    if (!told.every(Boolean)) throw new Error(JSON.stringify(deliveries));
    return true;
  });
});
