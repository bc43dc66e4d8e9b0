import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/root.mjs';

const FOLDER = join(ROOT, 'docs/bench');

/** One target: what was measured against what, met or missed; `measured` null where it could not be. */
export function target(id, what, { goal, measured, unit = '×', atMost = false, note = '' }) {
  const isMet = measured === null ? null : atMost ? measured <= goal : measured >= goal;
  return { id, what, goal, measured, unit, atMost, isMet, note };
}

const shown = (value, unit) =>
  unit === '×' ? `${value.toFixed(2)} ×` : `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;

const wordOf = ({ isMet }) => (isMet === null ? 'not measured' : isMet ? 'met' : 'missed');

export function markdown({ machine, targets, tables, problems, skipped, notes, conservationRuns, took }) {
  const lines = [
    `# Benchmark of ${machine.date.slice(0, 10)}`,
    '',
    `${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB, ${machine.system}, ${machine.disk}; load ${machine.loadBefore.toFixed(1)} before the start. Watchfloor ${machine.watchfloor} (${machine.commit}), Node ${machine.node}, SQLite ${machine.sqlite}, Alertmanager: ${machine.alertmanager ?? 'none'}, ${machine.wrk ?? 'no wrk'}.`,
    '',
    'Figures are of this machine on this day, load generator included; only ratios say something about the programs.',
    '',
    '| target | what | measured | goal | |',
    '|---|---|---|---|---|',
    ...targets.map((one) => {
      const measured = one.measured === null ? '—' : shown(one.measured, one.unit);
      return `| ${one.id} | ${one.what}${one.note === '' ? '' : ` (${one.note})`} | ${measured} | ${one.atMost ? '≤' : '≥'} ${shown(one.goal, one.unit)} | ${wordOf(one)} |`;
    }),
  ];
  for (const { title, rows } of tables) {
    lines.push('', `## ${title}`, '', '| | median /s | runs /s | p50 ms | p99 ms |', '|---|---|---|---|---|');
    for (const row of rows)
      lines.push(
        `| ${row.label} | ${Math.round(row.median)} | ${row.perSecond.map(Math.round).join(' · ')} | ${row.p50Ms.toFixed(1)} | ${row.p99Ms.toFixed(1)} |`,
      );
  }
  lines.push('', '## Conservation', '');
  if (problems.length === 0)
    lines.push(
      conservationRuns === 0
        ? 'Not checked: no run of this report looked at it.'
        : `Received, counts and incidents equal what was sent in all ${conservationRuns} runs looked at, also after a kill −9.`,
    );
  else lines.push(...problems.map((problem) => `- **${problem}**`));
  if (notes.length > 0) lines.push('', '## Notes', '', ...notes.map((note) => `- ${note}`));
  const parts = Object.entries(took).map(([part, seconds]) => `${part} ${seconds} s`);
  if (parts.length > 0) lines.push('', '## Took', '', `${parts.join(', ')}.`);
  if (skipped.length > 0) lines.push('', '## Skipped', '', ...skipped.map((one) => `- ${one}`));
  return `${lines.join('\n')}\n`;
}

/** Writes `docs/bench/latest.json` and the day's markdown; returns the paths. */
export function writeReport(report) {
  mkdirSync(FOLDER, { recursive: true });
  const json = join(FOLDER, 'latest.json');
  const text = join(FOLDER, `${report.machine.date.slice(0, 10)}.md`);
  writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(text, markdown(report));
  // Committed files are held to the project's format; where the formatter is missing they are only less tidy.
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  spawnSync(process.execPath, [biome, 'format', '--write', json, text], { cwd: ROOT, timeout: 20_000 });
  return [json, text];
}
