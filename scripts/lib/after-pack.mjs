import { join } from 'node:path';
import { flipFuses } from '@electron/fuses';
import { FUSES } from './fuses.mjs';

/** electron-builder's hook: burns the fuses before the program is signed. */
export default async function afterPack(context) {
  await flipFuses(programPath(context), {
    ...FUSES,
    // Flipping breaks an ad-hoc signature, which Apple silicon insists on.
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
  });
}

/** Where the packaged Electron program lies. */
export function programPath({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename;
  switch (electronPlatformName) {
    case 'darwin':
      return join(appOutDir, `${name}.app`);
    case 'win32':
      return join(appOutDir, `${name}.exe`);
    default:
      return join(appOutDir, packager.executableName);
  }
}
