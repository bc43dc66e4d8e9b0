import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import { windowPreferences } from '../../src/main/security/window-preferences.ts';

const MAIN = join(import.meta.dirname, '../../src/main');

/** What is wrong in one file of the shell, in words. */
function problemsOf(file: string, source: string): readonly string[] {
  const problems: string[] = [];
  const { program, errors } = parseSync(file, source);
  for (const { message } of errors) problems.push(message);
  const textOf = (node: { start: number; end: number }): string => source.slice(node.start, node.end);
  new Visitor({
    NewExpression(node) {
      const made = textOf(node.callee);
      if (made === 'BrowserView' || made === 'WebContentsView') problems.push(`${made}: windows only`);
      if (made !== 'BrowserWindow') return;
      const options = node.arguments[0];
      const properties = options?.type === 'ObjectExpression' ? options.properties : [];
      const preferences = properties.find(
        (property) => property.type === 'Property' && textOf(property.key) === 'webPreferences',
      );
      const explicit =
        preferences?.type === 'Property' && /^windowPreferences\(/.test(textOf(preferences.value));
      // Anything spread after the preferences could replace them.
      const last = properties.at(-1) === preferences;
      if (!explicit || !last)
        problems.push('BrowserWindow without the explicit preferences as its last option');
    },
    CallExpression(node) {
      const called = textOf(node.callee);
      if (/\.(loadFile|executeJavaScript|insertCSS|openDevTools|setUserAgent)$/.test(called))
        problems.push(`${called}()`);
      if (/\bipcMain\.(on|once|handle|handleOnce)$/.test(called)) problems.push('raw IPC: use registerIpc');
      if (/\bipcRenderer\./.test(called) && !(file.startsWith('preload') && called === 'ipcRenderer.invoke'))
        problems.push(`raw IPC: ${called}`);
      if (called === 'shell.openExternal' && file !== 'start-shell.ts')
        problems.push('openExternal outside its one place');
    },
    Literal(node) {
      if (typeof node.value === 'string' && node.value.startsWith('file:'))
        problems.push(`loads ${node.value}`);
      if (
        typeof node.value === 'string' &&
        /no-sandbox|disable-web-security|remote-debugging/.test(node.value)
      )
        problems.push(`switch ${node.value}`);
    },
  }).visit(program);
  return problems;
}

const files = readdirSync(MAIN, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(MAIN, join(entry.parentPath, entry.name)));

describe('the shell’s sources', () => {
  test('[AUD65] every window states its preferences; no file:// page; no raw IPC', () => {
    expect(files.length).toBeGreaterThan(25);
    const found = files.flatMap((file) =>
      problemsOf(file, readFileSync(join(MAIN, file), 'utf8')).map((problem) => `${file}: ${problem}`),
    );
    expect(found).toEqual([]);
  });

  test.each([
    'new BrowserWindow({ width: 1 })',
    'new BrowserWindow()',
    'new BrowserWindow(options)',
    'new BrowserWindow({ webPreferences: { sandbox: false } })',
    'new BrowserWindow({ webPreferences: windowPreferences(p), ...more })',
    'new WebContentsView()',
    'window.loadFile("index.html")',
    'window.loadURL("file:///index.html")',
    'contents.executeJavaScript("1")',
    'ipcMain.handle("x", () => 1)',
    'ipcRenderer.on("x", () => 1)',
    'shell.openExternal(url)',
    'app.commandLine.appendSwitch("no-sandbox")',
  ])('[AUD65] the check itself sees `%s`', (line) => {
    expect(problemsOf('windows/seeded.ts', line)).not.toEqual([]);
  });

  test('[AUD65] the windows in the sources are the two that were looked at', () => {
    const windows = files.flatMap((file) => [
      ...readFileSync(join(MAIN, file), 'utf8').matchAll(/new BrowserWindow\(/g),
    ]);
    expect(windows).toHaveLength(2);
  });

  test('[AUD65] the preferences are these', () => {
    expect(windowPreferences('/p')).toEqual({
      preload: '/p',
      partition: 'persist:watchfloor',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      backgroundThrottling: false,
    });
  });

  test('[AUD65] no escalation timer in a window: nothing of the rules is imported', () => {
    for (const file of files)
      expect(readFileSync(join(MAIN, file), 'utf8'), file).not.toMatch(
        /from '[^']*\/(server|renderer)\/(?!.*main)/,
      );
  });
});
