// Renders resources/icons/*.svg to the PNGs that installers and the tray need. `--chromium=/path` names the browser.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './lib/root.mjs';

const ICONS = join(ROOT, 'resources/icons');
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const TRAY = ['calm', 'alarm', 'stopped', 'template'];
const given = process.argv.find((argument) => argument.startsWith('--chromium='));
const executablePath = given?.slice('--chromium='.length) ?? '/usr/bin/chromium';

const asRoot = process.getuid?.() === 0;
const browser = await chromium.launch({ executablePath, args: asRoot ? ['--no-sandbox'] : [] });
const page = await browser.newPage();

async function render(svg, size, target) {
  await page.setViewportSize({ width: size, height: size });
  const source = Buffer.from(readFileSync(svg)).toString('base64');
  await page.setContent(
    `<body style="margin:0"><img width="${size}" height="${size}" style="display:block" src="data:image/svg+xml;base64,${source}">`,
  );
  await page.locator('img').evaluate((image) => image.decode());
  await page.screenshot({ path: target, omitBackground: true });
}

mkdirSync(join(ICONS, 'linux'), { recursive: true });
for (const size of SIZES)
  await render(join(ICONS, 'icon.svg'), size, join(ICONS, `linux/${size}x${size}.png`));
copyFileSync(join(ICONS, 'linux/1024x1024.png'), join(ICONS, 'icon.png'));
for (const name of TRAY) {
  // macOS dims and inverts an image only when its name ends in Template.
  const base = name === 'template' ? 'trayTemplate' : name;
  await render(join(ICONS, `tray/${name}.svg`), 22, join(ICONS, `tray/${base}.png`));
  await render(join(ICONS, `tray/${name}.svg`), 44, join(ICONS, `tray/${base}@2x.png`));
}
await browser.close();
console.log(`Rendered ${SIZES.length} icons and ${TRAY.length * 2} tray images.`);
