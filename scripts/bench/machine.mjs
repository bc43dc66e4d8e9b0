import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { delimiter, join } from 'node:path';
import { ROOT } from '../lib/root.mjs';

/** Path of a program, or null. */
export function findProgram(...names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) if (existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}

const words = (command, args) => {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 5000 });
  return `${stdout}${stderr}`.split('\n')[0].trim();
};

/** What a figure must stand beside to mean anything. */
export function describeMachine({ alertmanager, wrk, folder }) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `${type()} ${release()}`,
    disk: fileSystemOf(folder),
    /** Others at work on this machine make figures worse; a ratio suffers less. */
    loadBefore: loadavg()[0],
    node: process.versions.node,
    sqlite: process.versions.sqlite,
    watchfloor: version,
    commit: words('git', ['-C', ROOT, 'rev-parse', '--short', 'HEAD']),
    alertmanager: alertmanager === null ? null : words(alertmanager, ['--version']).replace(/ \(.*$/, ''),
    wrk: wrk === null ? null : words(wrk, ['--version']).replace(/ Copyright.*$/, ''),
  };
}

function fileSystemOf(folder) {
  const { stdout } = spawnSync('stat', ['-f', '-c', '%T', folder], { encoding: 'utf8', timeout: 5000 });
  return (stdout ?? '').trim() || 'unknown';
}
