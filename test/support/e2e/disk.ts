import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TOOLS = ['/usr/sbin/xfs_io', '/usr/sbin/mkfs.ext4', '/usr/bin/mount'];

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 }).toString();

/** A file system of a test's own. */
export interface Disk {
  /** Where it is mounted. */
  readonly at: string;
  mount(): void;
  /** From this instant nothing more reaches the disk, and what was only in memory is gone. */
  cutPower(): void;
  /** Does nothing when it is not mounted. */
  unmount(): void;
}

/** An ext4 file system in a file, whose power can be cut. `options` as mount has them, such as `noauto_da_alloc`. */
export function makeDisk(folder: string, megabytes: number, options = ''): Disk {
  const image = join(folder, 'disk.img');
  const at = join(folder, 'mnt');
  writeFileSync(image, '');
  truncateSync(image, megabytes * 1024 * 1024);
  mkdirSync(at);
  run('mkfs.ext4', '-q', '-F', image);
  let isMounted = false;
  return {
    at,
    mount: () => {
      run('mount', '-o', options === '' ? 'loop' : `loop,${options}`, image, at);
      isMounted = true;
    },
    cutPower: () => run('xfs_io', '-x', '-c', 'shutdown', at),
    unmount: () => {
      if (isMounted) run('umount', at);
      isMounted = false;
    },
  };
}

/** A small file system in memory, which can be filled to the last byte. */
export function makeSmallDisk(folder: string, megabytes: number): Omit<Disk, 'cutPower'> {
  const at = join(folder, 'small');
  mkdirSync(at);
  let isMounted = false;
  return {
    at,
    mount: () => {
      run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', at);
      isMounted = true;
    },
    unmount: () => {
      if (isMounted) run('umount', at);
      isMounted = false;
    },
  };
}

/** Why a test cannot have a disk of its own here, or null. */
export function whyNoDisk(): string | null {
  if (process.getuid?.() !== 0) return 'mounting a file system needs root';
  const missing = TOOLS.find((tool) => !existsSync(tool));
  if (missing !== undefined) return `${missing} is not installed`;
  const folder = mkdtempSync(join(tmpdir(), 'watchfloor-disk-'));
  try {
    const disk = makeDisk(folder, 16);
    disk.mount();
    disk.unmount();
    return null;
  } catch (error) {
    return `a loop device cannot be mounted: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
