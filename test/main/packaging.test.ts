import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { programPath } from '../../scripts/lib/after-pack.mjs';
import { FUSES } from '../../scripts/lib/fuses.mjs';

const ROOT = join(import.meta.dirname, '../..');
const builder = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8');

describe('the packaged program', () => {
  test('[AUD66] its fuses are exactly these', () => {
    const named = Object.entries(FUSES)
      .filter(([key]) => key !== 'version')
      .map(([key, value]) => [FuseV1Options[Number(key)], value]);
    expect(Object.fromEntries(named)).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      GrantFileProtocolExtraPrivileges: false,
    });
  });

  test('[AUD66] the packager burns them', () => {
    expect(builder).toMatch(/^afterPack: scripts\/lib\/after-pack\.mjs$/m);
    expect(builder).toMatch(/^asar: true$/m);
    expect(existsSync(join(ROOT, 'scripts/lib/after-pack.mjs'))).toBe(true);
    const context = (electronPlatformName: string) => ({
      appOutDir: '/o',
      electronPlatformName,
      packager: { appInfo: { productFilename: 'Watchfloor' }, executableName: 'watchfloor' },
    });
    expect(programPath(context('linux'))).toBe('/o/watchfloor');
    expect(programPath(context('darwin'))).toBe('/o/Watchfloor.app');
    expect(programPath(context('win32'))).toBe('/o/Watchfloor.exe');
  });

  test.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])(
    '[AUD66] the icon of %i pixels has that size',
    (size) => {
      const png = readFileSync(join(ROOT, `resources/icons/linux/${size}x${size}.png`));
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    },
  );

  test('[STR70] tray images exist in both densities', () => {
    for (const name of ['calm', 'alarm', 'stopped', 'trayTemplate']) {
      const png = (suffix: string) => readFileSync(join(ROOT, `resources/icons/tray/${name}${suffix}.png`));
      expect(png('').readUInt32BE(16)).toBe(22);
      expect(png('@2x').readUInt32BE(16)).toBe(44);
    }
  });
});
