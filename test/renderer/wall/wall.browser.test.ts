import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VIEWS, type View } from '../../../src/shared/words.ts';
import { type FakeFloor, type FakeFloorOptions, startFakeFloor } from '../../support/fake-floor.ts';
import { busyScene, emptyScene, incident, nightScene, type SceneOptions } from '../../support/fake-scene.ts';
import { buildRenderer, chromiumPath, launchChromium } from '../../support/renderer-page.ts';
import { glyphHeights } from './glyph-heights.ts';

/** What a view has drawn once it shows something. */
const SHOWN: Readonly<Record<View, string>> = {
  board: '.board__footer',
  bignumber: '.bignumber__figure',
  heatmap: '.heatmap__cell',
  oncall: '.timeline__bar',
  metrics: '.rate__bar',
  audit: '.ticker__item',
};

/** A night on which everything is acknowledged, on a wall that holds one view. */
function calmNight(distance: 5 | 8, locale: 'en' | 'ko', view: View) {
  const night = nightScene(Date.now(), { distance, locale, views: [view] });
  return { ...night, incidents: night.incidents.filter(({ band }) => band === 'acked') };
}

const TOKEN = 'd-0123456789abcdef01234567';

describe.skipIf(chromiumPath === null)(
  'the wall in a browser (needs Chromium; set CHROMIUM to its path)',
  () => {
    let built: Awaited<ReturnType<typeof buildRenderer>>;
    let browser: Browser;

    beforeAll(async () => {
      built = await buildRenderer();
      browser = await launchChromium();
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await built?.remove();
    });

    async function open(
      options: Omit<FakeFloorOptions, 'staticDir'>,
      use: (page: Page, floor: FakeFloor, complaints: string[]) => Promise<void>,
      path = `/wall/wall-1#token=${TOKEN}`,
    ) {
      const floor = await startFakeFloor({ ...options, staticDir: built.dir });
      const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      try {
        await page.goto(floor.url + path);
        await use(page, floor, complaints);
      } finally {
        await context.close();
        await floor.close();
      }
    }
    const state = (page: Page, name: string, timeout: number) =>
      page.waitForSelector(`[data-freshness="${name}"]`, { timeout });

    test('[STR106] at 5 m no character of the board is lower than 46 px, at 8 m than 73 px', async () => {
      for (const [distance, least] of [
        [5, 46],
        [8, 73],
      ] as const) {
        for (const locale of ['ko', 'en'] as const) {
          await open(
            { scene: nightScene(Date.now(), { distance, locale }) },
            async (page, _floor, complaints) => {
              await page.waitForSelector('.card');
              const glyphs = await glyphHeights(page);
              expect(glyphs.length).toBeGreaterThan(12);
              expect(glyphs.filter(({ capHeight }) => capHeight < least)).toEqual([]);
              // Under the server's own content security policy.
              expect(complaints).toEqual([]);
            },
          );
        }
      }
    }, 60_000);

    test('[STR106] at 5 m and 8 m every view keeps its characters high and its lines whole', async () => {
      for (const view of VIEWS)
        for (const [distance, least] of [
          [5, 46],
          [8, 73],
        ] as const)
          for (const locale of ['ko', 'en'] as const)
            await open(
              // Without anything urgent, so that a view that is not the board is not left for it.
              { scene: calmNight(distance, locale, view) },
              async (page) => {
                await page.waitForSelector(`[data-view="${view}"] ${SHOWN[view]}`);
                const glyphs = await glyphHeights(page);
                expect(glyphs.length, view).toBeGreaterThan(8);
                const wrong = glyphs.filter(({ capHeight, isCutBelow }) => capHeight < least || isCutBelow);
                expect(wrong, `${view} ${distance} ${locale}`).toEqual([]);
              },
            );
    }, 180_000);

    test('[STR140] the big number: worst, oldest, who is on call; at zero since when; an old zero is no zero', async () => {
      const views = ['bignumber'] as const;
      await open(
        { scene: nightScene(Date.now(), { views: [...views], locale: 'en' }) },
        async (page, floor) => {
          const figure = page.locator('.bignumber__figure');
          await page.waitForSelector('.bignumber__figure--waiting');
          expect(await figure.textContent()).toBe('3');
          const words = await page.locator('.bignumber').textContent();
          for (const said of ['Highest', 'oldest 14:2', 'DBA: no cover', 'Haneul Kim'])
            expect(words).toContain(said);
          expect((await figure.boundingBox())?.height).toBeGreaterThan(400);
          // Everything answered: calm, and since when.
          const { totals, incidents } = floor.scene();
          const quietSince = new Date(Date.now() - 65_000).toISOString();
          floor.change({
            removes: incidents.map(({ id }) => id),
            totals: { ...totals, open: 0, worstOpen: null, oldestOpenAt: null, quietSince },
          });
          await page.waitForSelector('.bignumber__figure--calm');
          expect(await figure.textContent()).toBe('0');
          expect(await page.locator('.bignumber__words').textContent()).toMatch(
            /quiet since \d\d:\d\d\s?01:0/,
          );
          floor.beatWith({ oldestOverdueMs: 72_000 });
          await page.waitForSelector('.bignumber__figure--none', { timeout: 5000 });
          floor.beatWith({ oldestOverdueMs: 0 });
          await page.waitForSelector('.bignumber__figure--calm', { timeout: 5000 });
          floor.freeze();
          await page.waitForSelector('.bignumber__figure--unknown', { timeout: 5000 });
          expect(await figure.textContent()).toBe('—');
          expect(await page.locator('.bignumber').textContent()).not.toContain('quiet since');
        },
      );
    }, 40_000);

    test.each(['dark', 'light'] as const)(
      '[STR140] the big number, %s: WCAG AA busy and calm, and AAA contrast of the figure',
      async (theme) => {
        for (const make of [nightScene, emptyScene])
          await open({ scene: make(Date.now(), { theme, views: ['bignumber'] }) }, async (page) => {
            await page.waitForSelector('.bignumber__figure');
            expect(await violations(page, '.wall')).toEqual([]);
            expect(await violations(page, '.bignumber__room', true)).toEqual([]);
          });
      },
      40_000,
    );

    test('[STR140] upright and from 8 m the words of the big number are whole, in both languages', async () => {
      const now = Date.now();
      const quietSince = (hoursAgo: number) => (_now: number, more: SceneOptions) => {
        const scene = emptyScene(now, more);
        return {
          ...scene,
          totals: { ...scene.totals, quietSince: new Date(now - hoursAgo * 3_600_000).toISOString() },
        };
      };
      // Of today and, whatever the hour of the run, of another day.
      for (const make of [nightScene, quietSince(0), quietSince(25)])
        for (const locale of ['ko', 'en'] as const)
          await open({ scene: make(now, { distance: 8, locale, views: ['bignumber'] }) }, async (page) => {
            await page.setViewportSize({ width: 1080, height: 1920 });
            await page.waitForSelector('.bignumber__words');
            const cut = await page
              .locator('.bignumber__words > *, .bignumber__oncall > *')
              .evaluateAll((parts) =>
                parts
                  .filter((part) => part.scrollWidth > part.clientWidth + 1)
                  .map((part) => part.textContent),
              );
            expect(cut).toEqual([]);
          });
    }, 40_000);

    test('[STR106] the measure sees small type where there is some', async () => {
      await open({ scene: nightScene(Date.now(), { distance: 3 }) }, async (page) => {
        await page.waitForSelector('.card');
        expect((await glyphHeights(page)).some(({ capHeight }) => capHeight < 46)).toBe(true);
      });
    }, 20_000);

    /** A night with a maintenance in its last ten minutes beside all else that is quiet. */
    function endingNight(distance: 3 | 5 | 8, locale: 'en' | 'ko', change: Partial<SceneOptions> = {}) {
      const night = nightScene(Date.now(), { distance, locale, ...change });
      const ending = {
        id: 'm-0',
        services: ['payments'],
        until: new Date(Date.now() + 8 * 60_000).toISOString(),
        note: '',
        keys: 3,
        events: 9,
      };
      const { quiet } = night;
      return { ...night, quiet: { ...quiet, maintenance: [ending, ...quiet.maintenance] } };
    }

    test('[STR167] a maintenance that ends soon is in sight at 3, 5 and 8 m, in full height, whatever else waits', async () => {
      for (const [distance, least] of [
        [3, 0],
        [5, 46],
        [8, 73],
      ] as const)
        for (const locale of ['ko', 'en'] as const)
          await open({ scene: endingNight(distance, locale) }, async (page) => {
            const part = page.locator('[data-quiet="ending"]');
            await part.waitFor();
            expect(await part.textContent()).toMatch(/0[78]:\d\d$/);
            const box = (await part.boundingBox())!;
            const footer = (await page.locator('.board__footer').boundingBox())!;
            expect(box.y + box.height).toBeLessThanOrEqual(footer.y + footer.height + 1);
            expect(box.x + box.width).toBeLessThanOrEqual(footer.x + footer.width + 1);
            const glyphs = await glyphHeights(page);
            expect(glyphs.filter(({ capHeight }) => capHeight < least)).toEqual([]);
            expect(await violations(page, '.board__footer')).toEqual([]);
          });
    }, 180_000);

    test('[STR167] from 3 m every reason stands with its count, its end and the name of the maintenance', async () => {
      await open({ scene: endingNight(3, 'en') }, async (page, floor) => {
        await page.locator('[data-quiet="total"]').waitFor();
        const texts = await page.locator('[data-quiet]').allTextContents();
        expect(texts.map((text) => text.replaceAll(/\d+:\d\d(:\d\d)?/g, 'T'))).toEqual([
          '▲ Maintenance ends soon Payments API 3 T',
          'Kept quiet 42',
          'Maintenance Search +1 22 T',
          'Snoozed 3',
          'Inhibited 5',
          'Shelved 2',
          'Held 6',
          'No notices 1',
        ]);
        const bottom = await page
          .locator('.board__footer')
          .evaluate((box) => box.getBoundingClientRect().bottom);
        for (const box of await page.locator('[data-quiet]').all())
          expect((await box.boundingBox())!.y).toBeLessThan(bottom);
        const none = { keys: 0, events: 0 };
        floor.change({
          quiet: { maintenance: [], inhibited: none, shelved: { shelves: 0, ...none }, held: { keys: 0 } },
          totals: { ...floor.scene().totals, muted: 0, mutedBy: {} },
        });
        await page.locator('[data-quiet]').first().waitFor({ state: 'detached', timeout: 3000 });
      });
    }, 30_000);

    test('[STR168] the noise figure stands with the conservation line; a tap shows the outcomes and their sum, Escape or a tap puts it away', async () => {
      for (const locale of ['en', 'ko'] as const)
        await open({ scene: nightScene(Date.now(), { distance: 3, locale }) }, async (page, floor) => {
          const figure = page.locator('.conservation .noise');
          await figure.waitFor();
          expect(await figure.textContent()).toMatch(
            locale === 'en' ? /^Noise removed 86%$/ : /^소음 제거 86%$/,
          );
          await figure.click();
          const sheet = page.getByRole('dialog');
          await sheet.waitFor();
          expect(await sheet.locator('[data-sheet="sum"] dd').textContent()).toBe('18,204 = 18,204');
          expect(await sheet.locator('[data-outcome]').count()).toBe(7);
          expect(await sheet.locator('[data-outcome="suppressed"] dd').textContent()).toBe('1,646');
          expect(await violations(page, '.sheet')).toEqual([]);
          // Events that nobody can account for are said, in the line and in the sheet.
          const { metrics } = floor.scene();
          floor.change({ metrics: { ...metrics, today: { ...metrics.today, received: 18_206 } } });
          await sheet.getByRole('alert').waitFor({ timeout: 3000 });
          expect(await sheet.locator('[data-sheet="sum"] dd').textContent()).toBe('18,204 ≠ 18,206');
          await page.keyboard.press('Escape');
          await sheet.waitFor({ state: 'detached' });
          await figure.click();
          await sheet.getByRole('button').click();
          await sheet.waitFor({ state: 'detached' });
        });
    }, 40_000);

    test('[STR30] a server that stands still with its links open: stale within 3 s, stopped at 15 s, live again after', async () => {
      await open({ scene: nightScene(Date.now(), { distance: 5, locale: 'en' }) }, async (page, floor) => {
        await state(page, 'live', 5000);
        floor.freeze();
        const silentSince = Date.now();
        await state(page, 'stale', 4500);
        expect(Date.now() - silentSince).toBeLessThan(3000);
        expect(await page.locator('.freshness__band').textContent()).toMatch(/No update for \d s/);
        await state(page, 'stopped', 14_000);
        const band = await page.locator('.freshness__band').textContent();
        expect(band).toMatch(/Screen stopped · no update since \d\d:\d\d:\d\d/);
        expect(band).toContain('Haneul Kim 010-0000-0000');
        expect(await page.locator('.card__next-time').first().textContent()).toBe('—');
        const age = await page.locator('.card__age').first().textContent();
        await page.waitForTimeout(1500);
        expect(await page.locator('.card__age').first().textContent()).toBe(age);
        floor.go();
        await state(page, 'live', 12_000);
      });
    }, 60_000);

    test('[STR36] stopped: ages stand still, countdowns and the clock are "—", and the band says whom to call', async () => {
      await open({ scene: nightScene(Date.now(), { distance: 3, locale: 'en' }) }, async (page, floor) => {
        await state(page, 'live', 5000);
        const texts = (of: string) => page.locator(of).allTextContents();
        expect((await texts('.card__next-time')).filter((text) => text === '—')).toEqual([]);
        expect(await texts('.clock')).toEqual([expect.stringMatching(/\d\d:\d\d/)]);
        floor.freeze();
        await state(page, 'stopped', 18_000);
        expect(new Set(await texts('.card__next-time'))).toEqual(new Set(['—']));
        expect(await texts('.clock')).toEqual(['—']);
        const ages = await texts('.card__age');
        expect(ages.length).toBeGreaterThan(0);
        await page.waitForTimeout(2200);
        expect(await texts('.card__age')).toEqual(ages);
        const band = await page.locator('.freshness__band').textContent();
        expect(band).toContain('Haneul Kim 010-0000-0000');
      });
    }, 40_000);

    test('[STR21] a lost delta heals by itself, another start of the server too', async () => {
      await open({ scene: nightScene(Date.now(), { distance: 3 }) }, async (page, floor) => {
        await state(page, 'live', 5000);
        const now = Date.now();
        floor.change(
          {
            upserts: [
              incident(50, now, {
                summary: 'Lost one',
                urgency: 'highest',
                createdAt: new Date(0).toISOString(),
              }),
            ],
          },
          true,
        );
        await page.getByText('Lost one').waitFor({ timeout: 3000 });
        expect(floor.resyncs()).toBeGreaterThan(0);
        floor.restart();
        floor.change({
          upserts: [
            incident(51, now, {
              summary: 'After the restart',
              urgency: 'highest',
              createdAt: new Date(1).toISOString(),
            }),
          ],
        });
        await page.getByText('After the restart').waitFor({ timeout: 12_000 });
        await state(page, 'live', 5000);
      });
    }, 40_000);

    test('[STR25] a frame that cannot be read neither blanks the wall nor stays', async () => {
      await open({ scene: nightScene(Date.now(), { distance: 3 }) }, async (page, floor) => {
        await state(page, 'live', 5000);
        floor.emit('delta', { nonsense: true });
        floor.emit('snapshot', 'nonsense');
        await page.waitForTimeout(500);
        await state(page, 'live', 5000);
        expect(await page.locator('.card').count()).toBeGreaterThan(0);
      });
    }, 20_000);

    test('[STR32] late steps are said across the whole width', async () => {
      await open({ scene: nightScene(Date.now(), { distance: 5, locale: 'en' }) }, async (page, floor) => {
        floor.beatWith({ oldestOverdueMs: 72_000 });
        await state(page, 'degraded', 5000);
        expect(await page.locator('.freshness__band').textContent()).toContain('Steps run late by 01:12');
      });
    }, 20_000);

    test('[STR103] 5,000 open incidents: folded, counted, nothing outside the screen', async () => {
      await open({ scene: busyScene(Date.now(), 5000, { distance: 3, locale: 'en' }) }, async (page) => {
        await page.waitForSelector('.card--group');
        expect(await page.locator('[data-count="open"] b').textContent()).toBe('5,000');
        expect(await page.locator('[data-more="open"]').textContent()).toMatch(/\+4,\d{3}/);
        const overflow = await page.evaluate(() => [
          document.documentElement.scrollWidth - innerWidth,
          document.documentElement.scrollHeight - innerHeight,
        ]);
        expect(overflow).toEqual([0, 0]);
      });
    }, 20_000);

    test('[STR105] a new alarm pushes to the board within the second, and animates only then', async () => {
      await open({ scene: nightScene(Date.now(), { distance: 3 }) }, async (page, floor) => {
        await page.waitForSelector('.card');
        expect(await page.locator('.card.is-new').count()).toBe(0);
        floor.change({
          upserts: [incident(60, Date.now(), { summary: 'Fresh', urgency: 'highest', band: 'nobody' })],
        });
        await page.getByText('Fresh').waitFor({ timeout: 1000 });
        expect(await page.locator('.card.is-new').count()).toBe(1);
      });
    }, 20_000);

    test('[STR129] a screen without a token shows a code and comes up once it is approved; the address bar keeps no secret', async () => {
      await open(
        { scene: nightScene(Date.now(), { locale: 'en' }), tokens: [TOKEN] },
        async (page, floor) => {
          await page.getByText('K7-4M2').waitFor({ timeout: 5000 });
          floor.approvePairing(TOKEN);
          await page.waitForSelector('.card', { timeout: 8000 });
          await page.goto(`${floor.url}/wall/wall-1#token=${TOKEN}`);
          await page.reload();
          await page.waitForSelector('.card');
          expect(page.url()).not.toContain(TOKEN);
        },
        '/wall/wall-1',
      );
    }, 30_000);

    /** Rules of the WCAG that a page breaks, AAA contrast too where `isStrict`, with the elements that break them. */
    async function violations(page: Page, within: string, isStrict = false): Promise<string[]> {
      // The builder's type is of another build of the same library.
      const builder = new AxeBuilder({ page: page as never }).include(within);
      const { violations: found } = await (isStrict
        ? builder.withRules(['color-contrast-enhanced'])
        : builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
      ).analyze();
      return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
    }

    test.each(['dark', 'light'] as const)(
      '[STR106] %s: WCAG AA on the whole board, AAA contrast in the unacknowledged band',
      async (theme) => {
        await open({ scene: nightScene(Date.now(), { distance: 3, theme, locale: 'en' }) }, async (page) => {
          await page.waitForSelector('.card');
          expect(await violations(page, '.wall')).toEqual([]);
          expect(await violations(page, '.board__cards', true)).toEqual([]);
          // The checks see what is wrong where something is: below AA, and between AA and AAA.
          const paint = (color: string, background: string) =>
            page
              .locator('.card__title')
              .first()
              .evaluate((node, colours) => Object.assign((node as HTMLElement).style, colours), {
                color,
                background,
              });
          await paint('#888888', '#777777');
          expect(await violations(page, '.wall')).toHaveLength(1);
          await paint('#707070', '#1a1a1a');
          expect(await violations(page, '.board__cards', true)).toHaveLength(1);
        });
      },
      40_000,
    );

    test('[STR129] a token that is refused asks to be paired anew', async () => {
      await open({ scene: nightScene(Date.now(), { locale: 'en' }), tokens: ['another'] }, async (page) => {
        await page.getByText('no longer accepted').waitFor({ timeout: 5000 });
      });
    }, 20_000);
  },
);
