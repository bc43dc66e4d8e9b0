import { describe, expect, it } from 'vitest';
import { type KeyPress, keyAction } from '../../../src/renderer/features/shell/keyboard-map.ts';

const press = (code: string, change: Partial<KeyPress> = {}): KeyPress => ({
  code,
  shift: false,
  ctrl: false,
  meta: false,
  alt: false,
  composing: false,
  inField: false,
  ...change,
});

describe('keys', () => {
  it.each([
    ['KeyJ', 'next'],
    ['KeyK', 'previous'],
    ['KeyA', 'ack'],
    ['KeyC', 'close'],
    ['KeyR', 'reassign'],
    ['KeyH', 'shelve'],
    ['Slash', 'search'],
  ])('[STR85] the physical key %s is %s, whatever letter the input method makes of it', (code, action) => {
    expect(keyAction(press(code))).toBe(action);
  });

  it('[STR85] nothing while composing, not even the palette', () => {
    expect(keyAction(press('KeyA', { composing: true }))).toBeNull();
    expect(keyAction(press('KeyK', { composing: true, ctrl: true }))).toBeNull();
  });

  it('[STR85] in a field only the palette answers', () => {
    expect(keyAction(press('KeyA', { inField: true }))).toBeNull();
    expect(keyAction(press('Slash', { inField: true }))).toBeNull();
    expect(keyAction(press('KeyK', { inField: true, meta: true }))).toBe('palette');
  });

  it('[STR85] the browser keeps its own combinations', () => {
    expect(keyAction(press('KeyR', { ctrl: true }))).toBeNull();
    expect(keyAction(press('KeyC', { meta: true }))).toBeNull();
    expect(keyAction(press('KeyA', { alt: true }))).toBeNull();
    expect(keyAction(press('KeyK', { ctrl: true, meta: true }))).toBeNull();
  });

  it('[STR85] ? is help, a capital letter is nothing', () => {
    expect(keyAction(press('Slash', { shift: true }))).toBe('help');
    expect(keyAction(press('KeyA', { shift: true }))).toBeNull();
  });
});
